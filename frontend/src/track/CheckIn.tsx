import { ArrowLeft } from "lucide-react";
import { Fragment, useId, useMemo, useState, type ClipboardEvent, type FormEvent } from "react";
import { Link, useNavigate } from "react-router";
import { Fault } from "../api/fault";
import { dropCheckIn, keepCheckIn } from "../api/track";
import type { CheckInItem, Problem, TrackState } from "../api/types";
import { formatDate, formatMonth } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { Field, Said } from "../ui/Field";
import { MoneyInput, TextInput } from "../ui/Inputs";
import { PlaceProvider } from "../ui/left";
import { Money } from "../ui/Money";
import { Note } from "../ui/Note";
import { stayOnEnter } from "../ui/stayOnEnter";
import { Switch } from "../ui/Switch";
import { useToast } from "../ui/Toast";
import { useTyped } from "../ui/useTyped";
import { dayWrong, filled, foundOf, keyOf, lineOf, open, pasted, restSame, type Line, type Lines } from "./grid";
import styles from "./track.module.css";

interface Draft {
  day: string;
  lines: Lines;
  update: boolean;
}

/** What is typed outlives a reload, for as long as the window is open. */
function useDraft(plan: string, today: string) {
  const start = useMemo((): Draft => ({ day: today, lines: {}, update: true }), [today]);
  const [draft, setDraft, forget] = useTyped(`check-in.${plan}`, start);
  return { draft, change: (part: Partial<Draft>) => setDraft({ ...draft, ...part }), forget };
}

/** The balances of everything at a day, in one grid. */
export function CheckIn({ track, renew }: { track: TrackState; renew: () => Promise<unknown> }) {
  const t = useText();
  const locale = useLocale();
  const go = useNavigate();
  const session = usePlanSession();
  const { toast, announce } = useToast();
  const words = useFaultWords();
  const { id, revision } = session.state;
  const { draft, change, forget } = useDraft(id, track.today);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [refused, setRefused] = useState("");
  const [busy, setBusy] = useState(false);
  const { grid } = track;
  const left = grid.filter((item) => open(lineOf(draft.lines, item))).length;
  const set = (item: CheckInItem, line: Line) => change({ lines: { ...draft.lines, [keyOf(item)]: line } });
  const back = `/h/${id}/track`;
  const paste = (event: ClipboardEvent) => {
    const amounts = pasted(event.clipboardData.getData("text/plain"));
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]")?.dataset["row"] : undefined;
    if (amounts.length === 0 || row === undefined) return;
    event.preventDefault();
    change({ lines: filled(draft.lines, grid, Number(row), amounts) });
    announce(t("track.checkIn.pasted", { n: amounts.length }));
  };
  const day = dayWrong(draft.day, track.today);
  const dayWords = day && t(`track.checkIn.day.${day}`);
  const keep = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (dayWords) return event.currentTarget.querySelector<HTMLElement>("[aria-invalid]")?.focus();
    setBusy(true);
    setRefused("");
    setProblems([]);
    try {
      const kept = await keepCheckIn(id, foundOf(draft.day, grid, draft.lines, { plan: draft.update, base: revision }));
      forget();
      await renew();
      const undo = async () => {
        await dropCheckIn(id, kept.id);
        if (draft.update) await session.undo();
        await renew();
      };
      toast({ text: t("track.checkIn.kept", { day: formatDate(kept.day, locale) }), act: { label: t("track.checkIn.undo"), run: () => void undo() } });
      void go(back);
    } catch (thrown) {
      const fault = Fault.of(thrown);
      setProblems(fault.problems);
      const said = words(thrown);
      setRefused([said.title, said.fix].filter(Boolean).join(" "));
    } finally {
      setBusy(false);
    }
  };
  const wrong = (pointer: string) => problems.find((p) => p.pointer.startsWith(pointer))?.text[locale];
  return (
    <PlaceProvider value={`check-in.${id}`}>
      <Link to={back}>
        <ArrowLeft size={14} aria-hidden /> {t("track.back")}
      </Link>
      <h1 className={styles.h1}>{t("track.checkIn.title")}</h1>
      <p className={styles.lede}>{t("track.checkIn.text")}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears what its fields hear */}
      <form className={styles.form} onSubmit={(event) => void keep(event)} onKeyDown={stayOnEnter}>
        <div className={styles.day}>
          <Field label={t("track.checkIn.day")} hint={t("track.checkIn.day.hint")} error={dayWords || wrong("/day")}>
            <TextInput value={draft.day} onCommit={(day) => change({ day: day.trim() })} />
          </Field>
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("track.checkIn.title")} onPasteCapture={paste}>
          <table className={`${styles.table} ${styles.sheet}`}>
            <thead>
              <tr>
                <th scope="col">{t("track.checkIn.record")}</th>
                <th scope="col" className={styles.number}>{t("track.checkIn.last")}</th>
                <th scope="col">{t("track.checkIn.now")}</th>
                <th scope="col">{t("track.checkIn.same")}</th>
              </tr>
            </thead>
            <tbody>
              {grid.map((item, i) => (
                <Fragment key={keyOf(item)}>
                  {item.kind !== grid[i - 1]?.kind && (
                    <tr>
                      <th scope="colgroup" colSpan={4} className={styles.kind}>
                        {t(`track.checkIn.kind.${item.kind}`)}
                      </th>
                    </tr>
                  )}
                  <Row item={item} row={i} line={lineOf(draft.lines, item)} set={(line) => set(item, line)} error={wrong(`/balances/${i}/`)} />
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
        <div>
          <Switch label={t("track.checkIn.update")} checked={draft.update} onChange={(update) => change({ update })} />
          <p className={styles.hint}>{t("track.checkIn.update.hint")}</p>
        </div>
        <div className={styles.foot}>
          {refused && <Note tone="error" alert>{refused}</Note>}
          <div className={styles.row}>
            <Button look="primary" type="submit" busy={busy} why={left > 0 && t("track.checkIn.left", { n: left })}>
              {t("track.checkIn.keep")}
            </Button>
            {left > 0 && (
              <>
                <Button onClick={() => change({ lines: restSame(draft.lines, grid) })}>{t("track.checkIn.rest")}</Button>
                <span className={styles.hint} role="status">{t("track.checkIn.left", { n: left })}</span>
              </>
            )}
          </div>
        </div>
      </form>
    </PlaceProvider>
  );
}

function Row({ item, row, line, set, error }: { item: CheckInItem; row: number; line: Line; set: (line: Line) => void; error: string | undefined }) {
  const t = useText();
  const locale = useLocale();
  const currency = item.last.cur ?? "";
  const note = useId();
  return (
    <tr data-row={row}>
      <th scope="row">
        {item.name}
        <span className={styles.small}>{item.lastAt.length > 7 ? formatDate(item.lastAt, locale) : formatMonth(item.lastAt, locale)}</span>
      </th>
      <td className={styles.number}>
        <Money value={item.last.amt} currency={currency} />
      </td>
      <td className={styles.amount}>
        <Said by={error && note} wrong={Boolean(error)}>
          <MoneyInput label={`${item.name}: ${t("track.checkIn.now")}`} value={line.same ? item.last.amt : line.amt} currency={currency} onCommit={(amt) => set({ amt, same: false })} onType={(amt) => set({ amt, same: false })} />
        </Said>
        {error && <Note id={note} tone="error">{error}</Note>}
      </td>
      <td>
        <label className={styles.tick}>
          <input type="checkbox" aria-label={t("track.checkIn.same.of", { name: item.name })} checked={line.same} onChange={(event) => set({ amt: null, same: event.target.checked })} />
          <span className={styles.beside} aria-hidden>
            {t("track.checkIn.same")}
          </span>
        </label>
      </td>
    </tr>
  );
}
