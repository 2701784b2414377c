// What a plan that several people edit says in the top bar: who is here, what waits for
// the connection, and what waits to be decided.
import { CloudOff, Split } from "lucide-react";
import type { Present } from "../api/types";
import { formatClock } from "../format/time";
import { useLocale, useLooseText, useText } from "../i18n/text";
import { classes } from "../ui/classes";
import { Popover } from "../ui/Popover";
import { usePlanSession } from "./planSession";
import { initials } from "./places";
import shell from "./Shell.module.css";
import styles from "./Together.module.css";
import { useActorName } from "./useActorName";
import { usePresence } from "./usePresence";

export function Together({ onConflicts }: { onConflicts: () => void }) {
  const { waiting, state, edits } = usePlanSession();
  return (
    <>
      <Others plan={state.id} />
      {waiting > 0 && <Waiting n={waiting} />}
      {edits && state.conflicts.length > 0 && <ToDecide n={state.conflicts.length} onOpen={onConflicts} />}
    </>
  );
}

function ToDecide({ n, onOpen }: { n: number; onOpen: () => void }) {
  const t = useText();
  return (
    <button type="button" className={classes(shell.pill, styles.decide)} aria-label={t("conflict.label", { n })} onClick={onOpen}>
      <Split size={15} aria-hidden />
      <span className={styles.word}>{t("conflict.short", { n })}</span>
      <span className={styles.number}>{n}</span>
    </button>
  );
}

function Waiting({ n }: { n: number }) {
  const t = useText();
  return (
    <Popover
      label={t("waiting.title")}
      trigger={
        <button type="button" className={classes(shell.pill, styles.wait)} aria-label={t("waiting.label", { n })}>
          <CloudOff size={15} aria-hidden />
          <span className={styles.word}>{t("waiting.short", { n })}</span>
          <span className={styles.number}>{n}</span>
        </button>
      }
    >
      <h2 className={shell.popTitle}>{t("waiting.title")}</h2>
      <p className={shell.popText}>{t("waiting.text", { n })}</p>
    </Popover>
  );
}

/** So many people by their letters; of the rest only how many. */
const shown = 3;

function Others({ plan }: { plan: string }) {
  const t = useText();
  const others = usePresence(plan);
  const call = useActorName();
  if (others.length === 0) return null;
  const people = [...new Map(others.map((o) => [o.actor.id, o.actor])).values()];
  const names = people.map((actor) => (actor.you ? t("who.window") : call(actor)));
  return (
    <Popover
      label={t("present.title")}
      trigger={
        <button type="button" className={styles.people}>
          {people.slice(0, shown).map((actor) => (
            <span key={actor.id} className={styles.face} data-you={actor.you || undefined} aria-hidden>
              {initials(call(actor))}
            </span>
          ))}
          {people.length > shown && (
            <span className={styles.face} aria-hidden>
              +{people.length - shown}
            </span>
          )}
          <span className="visuallyHidden">{t("present.label", { n: others.length, who: names.join(", ") })}</span>
        </button>
      }
    >
      <h2 className={shell.popTitle}>{t("present.title")}</h2>
      <ul className={styles.list}>
        {others.map((other, i) => (
          <Other key={i} other={other} />
        ))}
      </ul>
    </Popover>
  );
}

function Other({ other }: { other: Present }) {
  const t = useText();
  const locale = useLocale();
  const call = useActorName();
  const place = usePlaceName();
  return (
    <li>
      <strong>{other.actor.you ? t("who.window") : call(other.actor)}</strong>
      <span>{place(other.place)}</span>
      <time dateTime={other.seen}>{formatClock(new Date(other.seen), locale)}</time>
    </li>
  );
}

function usePlaceName(): (place: string) => string {
  const t = useText();
  const loose = useLooseText();
  return (place) => {
    const [screen = "", section = ""] = place.split("/");
    const name = loose(`nav.${screen}`, undefined, t("bar.household"));
    const part = loose(`plan.section.${section}`, undefined, "");
    return screen === "plan" && part ? t("present.at", { screen: name, section: part }) : name;
  };
}
