import { List, MessageCircleQuestion, Square, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { ResultHeader } from "../../api/types";
import { Cloud, type Drawn, type How, type NamedAxis, type Tool } from "../../chart/cloud/Cloud";
import { joined } from "../../chart/cloud/choose";
import { formatCount, formatPercent } from "../../format/number";
import { midSentence } from "../../i18n/fill";
import { Say, useLocale, useLooseText, useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { usePowers } from "../../shell/powers";
import { usePreferences } from "../../shell/preferences";
import { useFaultWords } from "../../shell/useFaultWords";
import { Button } from "../../ui/Button";
import { FailedState, Skeleton } from "../../ui/Card";
import { Select } from "../../ui/Inputs";
import { Money, useMoneyText, useMoneyUnit } from "../../ui/Money";
import { Note } from "../../ui/Note";
import { Segmented } from "../../ui/Segmented";
import { useToast } from "../../ui/Toast";
import { shareOf, useProgressNews } from "../../ui/useProgressNews";
import { usePicked } from "../picked";
import { columns as quantities, type ColumnName, type Rows } from "../runs/rows";
import runs from "../runs/Runs.module.css";
import { useRows } from "../runs/RunsView";
import { Value } from "../runs/RunTable";
import { Selection, useBrush } from "../runs/Selection";
import styles from "./Cloud.module.css";
import { axisOf, columnsOf, countKinds, fifths, isQuantity, medianOf, ofKind, tintOf, tokensOf, unitOf, type TintName } from "./clouds";
import futures from "./Futures.module.css";
import { useWider, type Wider } from "./useWider";
import { KeepWatch, WatchLists } from "./WatchLists";

const sizes = [100_000, 1_000_000];

/** Every future as a point. Axes, colours and how many futures are in the address. */
export function CloudView({ forecast }: { forecast: Forecast }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const [query, setQuery] = useSearchParams();
  const own = forecast.header;
  const paths = sizes.find((n) => String(n) === query.get("n") && n > own.n) ?? null;
  const put = (name: string, value: string | null) =>
    setQuery(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const wider = useWider(own, paths, () => put("n", null));
  const header = (paths !== null && wider.header) || own;
  const { rows, futures: block, error, again } = useRows(header.hash, header);
  // By the block alone: headers are made anew while a run goes on, and columns are uploaded once.
  const columns = useMemo(() => (block ? columnsOf(block) : null), [block]);
  const known = columns && { header, columns };
  // While more futures are fetched, those that were seen stay.
  const [seen, setSeen] = useState(known);
  if (known && seen?.columns !== known.columns) setSeen(known);
  const shown = known ?? (seen?.header.planHash === own.planHash ? seen : null);
  return (
    <>
      <div className={futures.tools}>
        <Choices query={query} put={put} />
        <Segmented label={t("cloud.size")} value={String(paths ?? own.n)} onChange={(n) => put("n", Number(n) === own.n ? null : n)} options={[own.n, ...sizes.filter((n) => n > own.n)].map((n) => ({ value: String(n), label: formatCount(n, locale) }))} />
      </div>
      {paths !== null && <UnderWay wider={wider} paths={paths} back={() => put("n", null)} />}
      {error && <FailedState title={words(error).title} fix={words(error).fix} actions={<Button onClick={again}>{t("app.again")}</Button>} />}
      {!shown && !error && (
        <div role="status" aria-label={t("runs.loading")}>
          <Skeleton height={560} />
        </div>
      )}
      {shown && <Plane key={shown.header.hash} header={shown.header} columns={shown.columns} rows={rows?.n === shown.header.n ? rows : null} own={shown.header.hash === own.hash} query={query} />}
    </>
  );
}

interface Chosen {
  x: ColumnName;
  y: ColumnName;
  tint: TintName;
}

function chosenIn(query: URLSearchParams): Chosen {
  const [x, y, c] = [query.get("x"), query.get("y"), query.get("c")];
  return { x: isQuantity(x) ? x : "firstDecadeReturn", y: isQuantity(y) ? y : "endWealth", tint: c === "cause" || isQuantity(c) ? c : "outcome" };
}

function Choices({ query, put }: { query: URLSearchParams; put: (name: string, value: string) => void }) {
  const t = useText();
  const { x, y, tint } = chosenIn(query);
  const axes = quantities.map(({ name }) => ({ value: name, label: t(`runs.col.${name}`) }));
  const tints = [{ value: "outcome" as const, label: t("runs.col.ending") }, { value: "cause" as const, label: t("cloud.cause") }, ...axes];
  return (
    <div className={styles.choices}>
      <label>
        <span>{t("cloud.x")}</span>
        <Select label={t("cloud.x")} value={x} options={axes} onChange={(v) => put("x", v)} />
      </label>
      <label>
        <span>{t("cloud.y")}</span>
        <Select label={t("cloud.y")} value={y} options={axes} onChange={(v) => put("y", v)} />
      </label>
      <label>
        <span>{t("cloud.tint")}</span>
        <Select<TintName> label={t("cloud.tint")} value={tint} options={tints} onChange={(v) => put("c", v)} />
      </label>
    </div>
  );
}

/** More futures being played, or why they are not. */
function UnderWay({ wider, paths, back }: { wider: Wider; paths: number; back: () => void }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const said = wider.fault && words(wider.fault);
  const name = t("cloud.playing", { n: formatCount(paths, locale) });
  const share = shareOf(wider.progress) ?? 0;
  useProgressNews({ name: wider.running ? name : "", share, end: said ? "" : t("cloud.played", { n: formatCount(paths, locale) }) });
  if (said) {
    return (
      <div className={styles.job} role="alert">
        <Note tone="error">{[said.title, ...said.problems, said.fix].filter(Boolean).join(" ")}</Note>
        <Button size="small" onClick={wider.again}>
          {t("app.again")}
        </Button>
        <Button size="small" look="quiet" onClick={back}>
          {t("cloud.back")}
        </Button>
      </div>
    );
  }
  if (!wider.running) return null;
  return (
    <div className={styles.job}>
      <span>
        {name}: {formatPercent(share, locale)}
      </span>
      <progress className={styles.progress} max={1} value={share} aria-label={t("cloud.progress")} />
      <Button size="small" icon={<Square size={13} aria-hidden />} onClick={wider.stop}>
        {t("cloud.stop")}
      </Button>
    </div>
  );
}

type Columns = ReturnType<typeof columnsOf>;

/** The quantity and unit at an axis, and its values in words. */
function useNamed(): { named: (name: ColumnName, columns: Columns) => NamedAxis; text: (name: ColumnName, value: number) => string } {
  const t = useText();
  const locale = useLocale();
  const money = useMoneyText();
  const unit = useMoneyUnit();
  return useMemo(() => {
    const text = (name: ColumnName, value: number, short = false): string => {
      if (Number.isNaN(value)) return t("cloud.never");
      const kind = unitOf(name);
      if (kind === "money") return money(value, short ? { style: "axis" } : {});
      if (kind === "age") return short ? String(Math.round(value)) : t("runs.age", { n: Math.floor(value) });
      return formatPercent(value, locale, kind === "rate" && !(short && Math.abs(value * 100 - Math.round(value * 100)) < 1e-6) ? 1 : 0);
    };
    const named = (name: ColumnName, columns: Columns): NamedAxis => {
      const kind = unitOf(name);
      return {
        axis: axisOf(name, columns),
        title: t(`cloud.axis.${kind}`, { what: t(`runs.col.${name}`), unit }),
        short: (v) => text(name, v, true),
        none: t("cloud.never"),
      };
    };
    return { named, text: (name, value) => text(name, value) };
  }, [t, locale, money, unit]);
}

function Plane({ header, columns, rows, own, query }: { header: ResultHeader; columns: Columns; rows: Rows | null; own: boolean; query: URLSearchParams }) {
  const t = useText();
  const locale = useLocale();
  const go = useNavigate();
  const loose = useLooseText();
  const { announce } = useToast();
  const { theme, settings, change } = usePreferences();
  const { id } = usePlanSession().state;
  const { named, text } = useNamed();
  const { x: xName, y: yName, tint: tintName } = chosenIn(query);
  const [tool, setTool] = useState<Tool>(() => (window.matchMedia("(pointer: coarse)").matches ? "point" : "lasso"));
  const [picked, setPicked] = usePicked(header);
  const x = useMemo(() => named(xName, columns), [named, xName, columns]);
  const y = useMemo(() => named(yName, columns), [named, yName, columns]);
  const tint = useMemo(() => tintOf(tintName, columns), [tintName, columns]);
  const tokens = useMemo(() => tokensOf(tintName), [tintName]);
  const pick = (found: Uint32Array, how: How) => {
    const next = how === "set" ? found : joined(picked, found, how);
    setPicked(next);
    announce(next.length === 0 ? t("cloud.picked.none") : t("cloud.picked", { n: formatCount(next.length, locale), share: formatPercent(next.length / header.n, locale, 1) }));
  };
  const link = (future: number) => `/h/${id}/futures/runs/${future}${own ? "" : `?of=${header.hash}`}`;
  const at = (name: ColumnName, future: number) => columns[name]?.[future] ?? Number.NaN;
  const ending = (future: number) => Math.min(2, Math.max(0, Math.round(columns["outcome"]?.[future] ?? 0))) as 0 | 1 | 2;
  const causeOf = (future: number) => {
    const cause = header.causes[(columns["cause"]?.[future] ?? 0) - 1]?.cause;
    return cause ? loose("cause." + cause, undefined, cause) : null;
  };
  const say = (future: number) => [t("cloud.future", { n: formatCount(future, locale) }), t(`runs.ending.${ending(future)}`), causeOf(future), `${t(`runs.col.${xName}`)} ${text(xName, at(xName, future))}`, `${t(`runs.col.${yName}`)} ${text(yName, at(yName, future))}`].filter(Boolean).join(", ");
  const card = (future: number) => (
    <>
      <div className={styles.cardTitle}>{t("cloud.future", { n: formatCount(future, locale) })}</div>
      <div className={styles.cardNote}>{[t(`runs.ending.${ending(future)}`), causeOf(future)].filter(Boolean).join(" · ")}</div>
      <dl className={styles.cardRows}>
        {[xName, yName].map((name) => (
          <div key={name}>
            <dt>{t(`runs.col.${name}`)}</dt>
            <dd>{text(name, at(name, future))}</dd>
          </div>
        ))}
      </dl>
    </>
  );
  const verdict = ({ graphics: "works", software: "software", canvas: "none" } as const satisfies Record<Drawn, string>);
  return (
    <div className={runs.sides}>
      <div className={styles.side}>
        <Segmented
          label={t("cloud.tool")}
          value={tool}
          onChange={setTool}
          options={(["lasso", "box", "point"] as const).map((value) => ({ value, label: t(`cloud.tool.${value}`) }))}
        />
        <Cloud
          title={t("cloud.title", { n: formatCount(header.n, locale) })}
          columns={columns}
          n={header.n}
          x={x}
          y={y}
          tint={tint}
          tokens={tokens}
          theme={theme}
          picked={picked}
          tool={tool}
          say={say}
          card={card}
          onPick={pick}
          onOpen={(future) => void go(link(future))}
          announce={announce}
          onDrawn={(drawn) => settings.gpuVerdict !== verdict[drawn] && change({ gpuVerdict: verdict[drawn] })}
          height={560}
          legend={<Legend header={header} columns={columns} name={tintName} text={text} onPick={(found) => pick(found, "set")} />}
          table={<Fifths columns={columns} x={xName} y={yName} n={header.n} />}
          summary={<Summary columns={columns} x={xName} y={yName} n={header.n} text={text} />}
        />
      </div>
      <div className={styles.beside}>
        <Selection hash={header.hash} picked={picked} n={header.n} linkTo={link}>
          <Acts header={header} picked={picked} own={own} ready={rows !== null} clear={() => pick(new Uint32Array(0), "set")} />
        </Selection>
        <WatchLists header={header} onPick={(found) => pick(found, "set")} />
      </div>
    </div>
  );
}

function Acts({ header, picked, own, ready, clear }: { header: ResultHeader; picked: Uint32Array; own: boolean; ready: boolean; clear: () => void }) {
  const t = useText();
  const locale = useLocale();
  const go = useNavigate();
  const { state, edits } = usePlanSession();
  const { id } = state;
  const { asks } = usePowers();
  const found = useBrush(header.hash, picked);
  const ask = () => {
    const differences = (found.data?.differences ?? []).slice(0, 3).filter((d) => isQuantity(d.column));
    const what = differences.map(({ column, d }) => t(d < 0 ? "cloud.ask.less" : "cloud.ask.more", { what: midSentence(t(`runs.col.${column as ColumnName}`)) })).join(", ");
    const question = t(what ? "cloud.ask.text" : "cloud.ask.plain", { n: formatCount(picked.length, locale), total: formatCount(header.n, locale), what });
    void go(`/h/${id}/advisor?${new URLSearchParams({ ask: question })}`);
  };
  return (
    <div className={styles.acts}>
      {ready && (
        <Button size="small" icon={<List size={15} aria-hidden />} onClick={() => void go(`/h/${id}/futures/runs${own ? "" : `?of=${header.hash}`}`)}>
          {t("cloud.rows")}
        </Button>
      )}
      {asks && (
        <Button size="small" icon={<MessageCircleQuestion size={15} aria-hidden />} onClick={ask}>
          {t("cloud.ask")}
        </Button>
      )}
      {edits && <KeepWatch header={header} picked={picked} />}
      <Button size="small" look="quiet" icon={<X size={15} aria-hidden />} onClick={clear}>
        {t("runs.clear")}
      </Button>
    </div>
  );
}

/** What colours mean; a kind can be picked whole. */
function Legend({ header, columns, name, text, onPick }: { header: ResultHeader; columns: Columns; name: TintName; text: (name: ColumnName, value: number) => string; onPick: (futures: Uint32Array) => void }) {
  const t = useText();
  const locale = useLocale();
  const loose = useLooseText();
  const values = columns[name];
  const counts = useMemo(() => (values && !isQuantity(name) ? countKinds(values, name === "cause" ? header.causes.length + 1 : 3) : []), [values, name, header]);
  if (!values) return null;
  const tint = tintOf(name, columns);
  const tokens = tokensOf(name);
  if (isQuantity(name) && tint.by === "ramp") {
    return (
      <div className={styles.legend}>
        <span>{t(`runs.col.${name}`)}</span>
        <span>{text(name, tint.low)}</span>
        <span className={styles.ramp} style={{ background: `linear-gradient(to right, ${tokens.ramp.map((token) => `var(${token})`).join(", ")})` }} aria-hidden />
        <span>{text(name, tint.high)}</span>
      </div>
    );
  }
  const label = (kind: number) => {
    if (name === "outcome") return t(`runs.ending.${kind as 0 | 1 | 2}`);
    const cause = header.causes[kind - 1]?.cause;
    return cause ? loose("cause." + cause, undefined, cause) : t("cloud.cause.none");
  };
  return (
    <ul className={styles.legend} aria-label={t("cloud.legend")}>
      {counts.map((count, kind) =>
        count === 0 ? null : (
          <li key={label(kind)}>
            <button type="button" className={styles.kind} onClick={() => onPick(ofKind(values, kind))}>
              <span className={styles.swatch} style={{ background: `var(${tokens.kinds[kind] ?? tokens.none})` }} aria-hidden />
              {label(kind)} <span className={styles.of}>{formatCount(count, locale)}</span>
              <span className="visuallyHidden">, {t("cloud.pickKind")}</span>
            </button>
          </li>
        ),
      )}
    </ul>
  );
}

function Summary({ columns, x, y, n, text }: { columns: Columns; x: ColumnName; y: ColumnName; n: number; text: (name: ColumnName, value: number) => string }) {
  const t = useText();
  const locale = useLocale();
  const facts = useMemo(() => ({ x: medianOf(columns[x]), y: medianOf(columns[y]), short: countKinds(columns["outcome"] ?? new Float32Array(0), 3)[0] ?? 0 }), [columns, x, y]);
  const part = (name: ColumnName, value: number | null) => (value === null ? t("cloud.never") : unitOf(name) === "money" ? <Money value={value} style="round" /> : text(name, value));
  const name = (column: ColumnName) => (locale === "en" ? midSentence(t(`runs.col.${column}`)) : t(`runs.col.${column}`));
  return (
    <Say
      k="cloud.summary"
      with={{ n: formatCount(n, locale), x: name(x), y: name(y), atX: part(x, facts.x), atY: part(y, facts.y), short: formatCount(facts.short, locale) }}
    />
  );
}

function Fifths({ columns, x, y, n }: { columns: Columns; x: ColumnName; y: ColumnName; n: number }) {
  const t = useText();
  const locale = useLocale();
  const rows = useMemo(() => fifths(columns, x, y), [columns, x, y]);
  const caption = t("cloud.table", { x: t(`runs.col.${x}`), n: formatCount(n, locale) });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={futures.wrap} style={{ minHeight: 0 }} tabIndex={0} role="region" aria-label={caption}>
      <table className={futures.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`runs.col.${x}`)}</th>
            <th scope="col">{t("cloud.table.n")}</th>
            <th scope="col">{t("cloud.table.up", { y: t(`runs.col.${y}`) })}</th>
            <th scope="col">{t("cloud.table.short")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={`${r.from} ${r.to}`}>
              <th scope="row">
                {Number.isNaN(r.from) ? (
                  t("cloud.never")
                ) : (
                  <>
                    <Value value={r.from} unit={unitOf(x)} /> – <Value value={r.to} unit={unitOf(x)} />
                  </>
                )}
              </th>
              <td>{formatCount(r.n, locale)}</td>
              <td>{r.up === null ? "–" : unitOf(y) === "money" ? <Money value={r.up} style="round" /> : <Value value={r.up} unit={unitOf(y)} />}</td>
              <td>
                {formatCount(r.short, locale)} ({formatPercent(r.short / r.n, locale)})
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
