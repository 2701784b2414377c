import { GitBranch, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import type { Patch } from "../../api/plans";
import type { Driver, Estimate, LeverAmount, LeverMap, LeverMove, Solution, StressRow, StressTest } from "../../api/types";
import { HeatMap, type HeatCell } from "../../chart/HeatMap";
import { Tornado, type TornadoBar } from "../../chart/Tornado";
import { formatChance, shownDifference } from "../../format/chance";
import { formatCount, formatPercent, formatPoints } from "../../format/number";
import { midSentence } from "../../i18n/fill";
import { useLocale, useText } from "../../i18n/text";
import { useForecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { useFaultWords } from "../../shell/useFaultWords";
import { useTitle } from "../../shell/useTitle";
import { Button, IconButton } from "../../ui/Button";
import { Card, Skeleton } from "../../ui/Card";
import { Select } from "../../ui/Inputs";
import { useProgressNews } from "../../ui/useProgressNews";
import { RunTrouble } from "../RunTrouble";
import { useScenarios } from "../useScenarios";
import { useAnalysis, type Asked, type Question } from "../../shell/analysis";
import { shownChange } from "./best";
import styles from "./Levers.module.css";
import { amountWords, moveWords, shortWords, type LeverID } from "./words";

/** Something that can be tried: what it is called, what it changes, and what comes of it. */
interface Trial {
  key: string;
  name: string;
  patch: Patch;
  success: Estimate;
  delta: Estimate | null;
}

/** What moves it most. The questions are asked one after another, the first one seen first. */
export default function Levers() {
  const t = useText();
  useTitle(t("levers.title"));
  const own = usePlanSession().state.plan.targets.confidence;
  const [target, setTarget] = useState(own);
  const [axes, setAxes] = useState<Axes>({ x: "retire", y: "spendRetired" });
  const drivers = useAnalysis("drivers");
  const solve = useAnalysis("solve", { confidence: target }, settled(drivers));
  const stress = useAnalysis("stress", {}, settled(drivers, solve));
  const map = useAnalysis("map", axes, settled(drivers, solve, stress));
  const { failed, result } = useForecast();
  const all = [drivers, solve, stress, map];
  useProgressNews({ name: all.some((asked) => asked.running) ? t("levers.going") : "", end: all.some((asked) => asked.fault || asked.stopped) ? "" : t("levers.went") });
  if (failed && !result) {
    return (
      <div className={styles.page}>
        <h1 className={styles.h1}>{t("levers.h1")}</h1>
        <RunTrouble />
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <Heading drivers={drivers} />
      <RunTrouble />
      <Card look="plain" title={t("levers.tornado")} className={styles.part}>
        <Pending asked={drivers} kind="drivers" height={520} />
        {drivers.answer?.drivers && <Drivers rows={drivers.answer.drivers.rows} base={drivers.answer.base} />}
      </Card>
      <Solver asked={solve} target={target} own={own} onTarget={setTarget} />
      <div className={styles.halves}>
        <TwoLevers asked={map} axes={axes} onAxes={setAxes} />
        <Misfortunes asked={stress} />
      </div>
    </div>
  );
}

interface Axes {
  x: LeverID;
  y: LeverID;
}

const settled = (...all: Asked[]) => all.every((a) => a.answer !== null || a.stopped || a.fault !== null);

function Heading({ drivers }: { drivers: Asked }) {
  const t = useText();
  const locale = useLocale();
  const answer = drivers.answer;
  const moves = (answer?.drivers?.rows ?? []).flatMap((row) => [row.down, row.up].flatMap((move) => (move.possible && move.delta ? [{ row, move, size: Math.abs(move.delta.value) }] : [])));
  const most = moves.toSorted((a, b) => b.size - a.size)[0];
  if (!answer || !most?.move.delta) return <h1 className={styles.h1}>{t("levers.h1")}</h1>;
  const move = moveWords({ t, locale }, { lever: most.row.lever, unit: most.row.unit, amount: most.move.amount });
  const change = shownChange(answer.base, most.move);
  return (
    <>
      <h1 className={styles.h1}>{t(change < 0 ? "levers.h1.costs" : "levers.h1.gains", { move: midSentence(move), points: (Math.abs(change) * 100).toFixed(1) })}</h1>
      <p className={styles.lede}>
        {t("levers.lede", { n: formatCount(answer.n, locale), share: formatChance(answer.base.value, locale) })} <Link to="/method">{t("method.open")}</Link>
      </p>
    </>
  );
}

/** A question that is being worked on, was stopped, or failed. */
function Pending({ asked, kind, height }: { asked: Asked; kind: Exclude<Question, "success">; height: number }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  if (asked.answer && !asked.running) return null;
  if (asked.fault || asked.stopped) {
    const said = asked.fault && words(asked.fault);
    return (
      <div className={styles.trouble} role="alert">
        <p>
          <strong>{t(asked.fault ? "levers.failed" : "levers.stopped")}</strong>
          {said && [said.title, said.fix, ...said.problems].filter(Boolean).join(" ")}
        </p>
        <Button size="small" onClick={asked.again}>
          {t("levers.again")}
        </Button>
      </div>
    );
  }
  const share = asked.progress && asked.progress.total > 0 ? asked.progress.done / asked.progress.total : null;
  return (
    <>
      <div className={styles.working}>
        <span>
          {t(`levers.wait.${kind}`)} · {share === null ? t("levers.wait.queued") : formatPercent(share, locale)}
        </span>
        <span className={styles.track} aria-hidden>
          <span style={{ width: `${(share ?? 0) * 100}%` }} />
        </span>
        {asked.running && (
          <Button size="small" onClick={asked.stop}>
            {t("levers.stop")}
          </Button>
        )}
      </div>
      {!asked.answer && <Skeleton height={height} />}
    </>
  );
}

/** Makes a scenario of a trial and goes to where it stands beside the plan. */
function useTry(): (trial: Pick<Trial, "name" | "patch">) => void {
  const acts = useScenarios();
  const go = useNavigate();
  const { id } = usePlanSession().state;
  return ({ name, patch }) => void acts.create(name, patch).then((made) => made && go(`/h/${id}/compare?b=${made}`));
}

function TryButton({ trial, look = "secondary" }: { trial: Pick<Trial, "name" | "patch">; look?: "primary" | "secondary" }) {
  const t = useText();
  const tryIt = useTry();
  const { busy, edits } = usePlanSession();
  if (!edits) return null;
  return (
    <Button size="small" look={look} icon={<GitBranch size={15} aria-hidden />} aria-label={t("levers.try.what", { move: trial.name })} busy={busy} onClick={() => tryIt(trial)}>
      {t("levers.try")}
    </Button>
  );
}

/** What was chosen in a chart: what comes of it, and the button that tries it. The button takes the focus. */
function Chosen({ trial, base, onClose }: { trial: Trial | null; base: Estimate; onClose: () => void }) {
  const t = useText();
  const locale = useLocale();
  const ref = useRef<HTMLDivElement>(null);
  const key = trial?.key;
  useEffect(() => {
    if (key) ref.current?.querySelector("button")?.focus();
  }, [key]);
  if (!trial) return <p className={styles.hint}>{t("levers.tornado.hint")}</p>;
  const ci = trial.delta?.ci;
  return (
    <div ref={ref} className={styles.chosen}>
      <p role="status">
        <strong>{t("levers.chosen", { move: trial.name, share: formatChance(trial.success.value, locale), base: formatChance(base.value, locale) })}</strong>{" "}
        {ci && t("levers.chosen.range", { points: t("compare.points", { points: formatPoints(shownChange(base, { success: trial.success })) }), low: formatPoints(ci.low), high: formatPoints(ci.high) })}
      </p>
      <TryButton trial={trial} look="primary" />
      <IconButton size="small" label={t("levers.close")} onClick={onClose}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

function Drivers({ rows, base }: { rows: readonly Driver[]; base: Estimate }) {
  const t = useText();
  const locale = useLocale();
  const [chosen, setChosen] = useState<{ row: string; bar: number } | null>(null);
  const bar = (row: Driver, move: LeverMove): TornadoBar | null => {
    if (!move.possible || !move.delta || !move.success) return null;
    const amount: LeverAmount = { lever: row.lever, unit: row.unit, amount: move.amount };
    const value = shownChange(base, move);
    const { low, high } = move.delta.ci ?? { low: value, high: value };
    return { label: shortWords({ t, locale }, amount), value, low, high, spoken: [moveWords({ t, locale }, amount), t("levers.solve.reaches", { share: formatChance(move.success.value, locale) })].join(", ") };
  };
  const drawn = rows.map((row) => ({ id: row.lever, label: t(`levers.name.${row.lever}`), bars: [bar(row, row.down), bar(row, row.up)], note: (row.down.why ?? row.up.why)?.[locale] ?? t("levers.cannot") }));
  const trial = (): Trial | null => {
    const row = rows.find((r) => r.lever === chosen?.row);
    const move = row && (chosen?.bar === 0 ? row.down : row.up);
    if (!row || !move?.patch || !move.success) return null;
    return { key: `${row.lever}${chosen?.bar}`, name: moveWords({ t, locale }, { lever: row.lever, unit: row.unit, amount: move.amount }), patch: move.patch, success: move.success, delta: move.delta ?? null };
  };
  const first = rows[0];
  return (
    <>
      <Tornado
        title={t("levers.tornado.axis")}
        rows={drawn}
        say={(v) => formatPoints(v)}
        short={(v) => formatPoints(v, Math.abs(v * 100 - Math.round(v * 100)) < 1e-6 ? 0 : 1)}
        chosen={chosen}
        onChoose={(row, at) => setChosen({ row, bar: at })}
        columns={{ row: t("levers.col.lever"), bar: t("levers.col.move"), value: t("levers.col.change"), range: t("levers.col.range") }}
        range={(low, high) => t("levers.range", { low: formatPoints(low), high: formatPoints(high) })}
        summary={first && t("levers.tornado.summary", { lever: t(`levers.name.${first.lever}`) })}
      />
      <Chosen trial={trial()} base={base} onClose={() => setChosen(null)} />
    </>
  );
}

const targets = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

function Solver({ asked, target, own, onTarget }: { asked: Asked; target: number; own: number; onTarget: (target: number) => void }) {
  const t = useText();
  const locale = useLocale();
  const options = [...new Set([...targets, own])].sort((a, b) => a - b).map((v) => ({ value: String(v), label: formatPercent(v, locale) }));
  const found = asked.answer?.solve;
  return (
    <Card
      look="plain"
      className={styles.part}
      title={
        <span className={styles.reach}>
          {t("levers.solve")}
          <Select label={t("levers.solve.target")} value={String(target)} options={options} onChange={(v) => onTarget(Number(v))} />
        </span>
      }
    >
      <Pending asked={asked} kind="solve" height={160} />
      {asked.answer && found && (found.already ? <p>{t("levers.solve.already", { share: formatChance(asked.answer.base.value, locale) })}</p> : <Ways single={found.single} pairs={found.pairs} />)}
    </Card>
  );
}

function Ways({ single, pairs }: { single: readonly Solution[]; pairs: readonly { levers: LeverAmount[]; patch: Patch; success: Estimate }[] }) {
  const t = useText();
  const locale = useLocale();
  const words = { t, locale };
  const reached = single.filter((s) => s.reached && s.patch && s.success);
  const nearest = single.filter((s) => !s.reached && s.success && s.amount !== 0);
  return (
    <div className={styles.halves}>
      <section>
        <h3 className={styles.sub}>{t("levers.solve.one")}</h3>
        {reached.length === 0 && <p className={styles.hint}>{t("levers.solve.none")}</p>}
        <ul className={styles.ways}>
          {reached.map((s) => (
            <Way key={s.lever} name={moveWords(words, s)} patch={s.patch ?? {}} success={s.success} />
          ))}
        </ul>
        {nearest.length > 0 && (
          <details className={styles.nearest}>
            <summary>{t("levers.solve.short")}</summary>
            <ul>
              {nearest.map((s) => (
                <li key={s.lever}>{t("levers.solve.nearest", { move: moveWords(words, s), share: formatChance(s.success?.value ?? 0, locale) })}</li>
              ))}
            </ul>
          </details>
        )}
      </section>
      {pairs.length > 0 && (
        <section>
          <h3 className={styles.sub}>{t("levers.solve.two")}</h3>
          <ul className={styles.ways}>
            {pairs.map((p) => {
              const [first, second] = p.levers.map((l) => moveWords(words, l));
              const name = t("levers.and", { first: first ?? "", second: midSentence(second ?? "") });
              return <Way key={name} name={name} patch={p.patch} success={p.success} />;
            })}
          </ul>
        </section>
      )}
    </div>
  );
}

function Way({ name, patch, success }: { name: string; patch: Patch; success: Estimate | undefined }) {
  const t = useText();
  const locale = useLocale();
  return (
    <li>
      <span className={styles.wayName}>{name}</span>
      <span className={styles.wayShare}>{success && t("levers.solve.reaches", { share: formatChance(success.value, locale) })}</span>
      <TryButton trial={{ name, patch }} />
    </li>
  );
}

const levers = ["retire", "spendEssential", "spendFlexible", "spendRetired", "saving", "returns", "volatility", "inflation", "fees", "publicPension", "longevity", "equity"] as const satisfies readonly LeverID[];

function TwoLevers({ asked, axes: { x, y }, onAxes }: { asked: Asked; axes: Axes; onAxes: (axes: Axes) => void }) {
  const t = useText();
  const options = (other: LeverID) => levers.filter((l) => l !== other).map((l) => ({ value: l, label: t(`levers.name.${l}`) }));
  return (
    <Card look="plain" title={t("levers.map")} className={styles.part}>
      <div className={styles.axes}>
        <Labelled label={t("levers.map.x")}>
          <Select label={t("levers.map.x")} value={x} options={options(y)} onChange={(next) => onAxes({ x: next, y })} />
        </Labelled>
        <Labelled label={t("levers.map.y")}>
          <Select label={t("levers.map.y")} value={y} options={options(x)} onChange={(next) => onAxes({ x, y: next })} />
        </Labelled>
      </div>
      <Pending asked={asked} kind="map" height={360} />
      {asked.answer?.map && <Both key={`${x} ${y}`} map={asked.answer.map} base={asked.answer.base} target={asked.answer.confidence} />}
    </Card>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.labelled}>
      <span aria-hidden>{label}</span>
      {children}
    </div>
  );
}

function Both({ map, base, target }: { map: LeverMap; base: Estimate; target: number }) {
  const t = useText();
  const locale = useLocale();
  const [chosen, setChosen] = useState<readonly [number, number] | null>(null);
  const words = useMemo(() => ({ t, locale }), [t, locale]);
  const move = (axis: LeverMap["x"], at: number): LeverAmount => ({ lever: axis.lever, unit: axis.unit, amount: axis.values[at] ?? 0 });
  const names = (r: number, c: number) => [move(map.x, c), move(map.y, r)].filter((m) => m.amount !== 0).map((m) => moveWords(words, m));
  const title = (r: number, c: number) => {
    const [first, second] = names(r, c);
    return second ? t("levers.and", { first: first ?? "", second: midSentence(second) }) : (first ?? t("levers.asPlanned"));
  };
  const cell = (r: number, c: number): HeatCell => {
    const at = map.cells[r]?.[c];
    const share = at?.success?.value;
    const [x, y] = [shortWords(words, move(map.x, c)), shortWords(words, move(map.y, r))];
    if (!at?.possible || share === undefined) return { value: null, label: "–", spoken: at?.why?.[locale] ?? t("levers.map.none"), marked: false, here: false };
    return { value: share, label: inHundred(share), spoken: t("levers.map.cell", { x, y, share: formatChance(share, locale) }), marked: share >= target, here: map.x.values[c] === 0 && map.y.values[r] === 0 };
  };
  const trial = (): Trial | null => {
    if (!chosen) return null;
    const at = map.cells[chosen[0]]?.[chosen[1]];
    if (!at?.success || !at.patch || Object.keys(at.patch).length === 0) return null;
    return { key: chosen.join(), name: title(chosen[0], chosen[1]), patch: at.patch, success: at.success, delta: null };
  };
  const axis = (of: LeverMap["x"]) => ({ title: t(`levers.name.${of.lever}`), labels: of.values.map((amount) => signed(words, { lever: of.lever, unit: of.unit, amount })) });
  return (
    <>
      <HeatMap
        title={t("levers.map.title")}
        across={axis(map.x)}
        down={axis(map.y)}
        cells={map.y.values.map((_, r) => map.x.values.map((__, c) => cell(r, c)))}
        chosen={chosen}
        onChoose={(r, c) => setChosen([r, c])}
        summary={t("levers.map.summary", { target: formatPercent(target, locale) })}
      />
      {chosen && <Chosen trial={trial()} base={base} onClose={() => setChosen(null)} />}
    </>
  );
}

/** Never all of a hundred when some do otherwise. */
function inHundred(share: number): string {
  return String(share < 1 ? Math.min(99, Math.round(share * 100)) : 100);
}

/** An amount with its sign, short enough for an axis: "+2 years", "−5%". */
function signed(words: Parameters<typeof amountWords>[0], { unit, amount }: LeverAmount): string {
  if (amount === 0) return "0";
  return (amount < 0 ? "−" : "+") + amountWords(words, unit, amount);
}

function Misfortunes({ asked }: { asked: Asked }) {
  const t = useText();
  return (
    <Card look="plain" title={t("levers.stress")} className={styles.part}>
      <Pending asked={asked} kind="stress" height={360} />
      {asked.answer?.stress && <Damage stress={asked.answer.stress} base={asked.answer.base} />}
    </Card>
  );
}

function Damage({ stress, base }: { stress: StressTest; base: Estimate }) {
  const t = useText();
  const most = Math.max(1e-6, ...stress.rows.map((r) => Math.abs(r.delta?.value ?? 0)));
  return (
    <>
      <p className={styles.axisTitle}>{t("levers.stress.axis")}</p>
      <ol className={styles.damage}>
        {stress.rows.map((row) => (
          <Misfortune key={row.id} row={row} base={base} most={most} />
        ))}
      </ol>
    </>
  );
}

function Misfortune({ row, base, most }: { row: StressRow; base: Estimate; most: number }) {
  const t = useText();
  const locale = useLocale();
  const change = row.success ? shownDifference(base.value, row.success.value) : 0;
  return (
    <li data-possible={row.possible}>
      <div className={styles.misfortune}>
        <h3>{row.name[locale]}</h3>
        <span className={styles.points}>{row.possible ? formatPoints(change) : "–"}</span>
      </div>
      {row.possible ? (
        <div className={styles.damageBar} aria-hidden>
          <span data-up={change > 0 || undefined} style={{ width: `${(Math.abs(row.delta?.value ?? 0) / most) * 100}%` }} />
        </div>
      ) : null}
      <p className={styles.told}>{row.possible ? row.told[locale] : (row.why?.[locale] ?? t("levers.cannot"))}</p>
      {row.possible && (
        <div className={styles.after}>
          <span>
            {row.success && t("levers.stress.left", { share: formatChance(row.success.value, locale) })}
            {row.depth > 0 && `; ${t("levers.stress.depth", { depth: formatPercent(row.depth, locale) })}`}
          </span>
          {row.patch && <TryButton trial={{ name: row.name[locale], patch: row.patch }} />}
        </div>
      )}
    </li>
  );
}
