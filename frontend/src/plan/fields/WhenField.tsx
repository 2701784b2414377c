// When: a moment, a stretch of time, and how a goal's time is one or the other.
import { useState, type ReactNode } from "react";
import { useText } from "../../i18n/text";
import { Button } from "../../ui/Button";
import { MonthInput, NumberInput, Select, type Choice } from "../../ui/Inputs";
import { Segmented } from "../../ui/Segmented";
import type { Span, TimeRef } from "../../api/types";
import { bounds } from "../bounds";
import type { GoalWhen } from "../document";
import { useEditing } from "../editing";
import { part, through, type Lens } from "../lens";
import { living } from "../order";
import { as, endedBy, endingOf, goalWhen, isSpan, milestonesOutside, momentOf, withAge, type SpanEnding } from "../when";
import { nameOf, resolvedWords } from "../words";
import { useChoices, useWords } from "./choices";
import styles from "./fields.module.css";
import { Group, Member } from "./Frame";
import { withUnknown } from "./Simple";

type Kind = TimeRef["at"];

const KINDS: readonly Kind[] = ["now", "month", "age", "milestone", "end"];

interface MomentProps {
  label: string;
  lens: Lens<TimeRef>;
  /** The kinds that make sense here. */
  kinds?: readonly Kind[];
  /** The milestone being edited, which must not wait for itself. */
  milestone?: string;
}

/** The controls of a moment: what it hangs on, and how far along that. */
export function Moment({ label, lens, kinds = KINDS, milestone }: MomentProps) {
  const { plan } = useEditing();
  const t = useText();
  const ref = lens.value;
  const outside = milestonesOutside(plan, milestone);
  const possible = kinds.filter((kind) => kind !== "milestone" || outside.length > 0 || ref.at === "milestone");
  const options = (possible.includes(ref.at) ? possible : [...possible, ref.at]).map((value) => ({ value, label: t(`plan.at.${value}`) }));
  return (
    <div className={styles.row}>
      <div className={styles.fit}>
        <Member pointer={`${lens.pointer}/at`}>
          <Select label={`${label}: ${t("plan.at")}`} value={ref.at} options={options} onChange={(kind) => lens.set(as(plan, ref, kind))} />
        </Member>
      </div>
      {ref.at === "month" && (
        <div className={styles.grow}>
          <Member pointer={`${lens.pointer}/month`}>
            <MonthInput label={label} value={ref.month ?? null} onCommit={(month) => lens.set({ at: "month", month })} />
          </Member>
        </div>
      )}
      {ref.at === "age" && <AgeMoment label={label} lens={lens} />}
      {ref.at === "milestone" && <MilestoneMoment label={label} lens={lens} outside={outside} />}
    </div>
  );
}

function AgeMoment({ label, lens }: { label: string; lens: Lens<TimeRef> }) {
  const t = useText();
  const people = useChoices("people");
  const ref = lens.value;
  const age = (ref.years ?? 0) * 12 + (ref.months ?? 0);
  const person = ref.person ?? "";
  return (
    <>
      <div className={styles.fit}>
        <Member pointer={`${lens.pointer}/person`}>
          <Select label={`${label}: ${t("plan.person")}`} value={person} options={withUnknown(people, person)} onChange={(id) => lens.set({ ...ref, person: id })} />
        </Member>
      </div>
      <div className={styles.short}>
        <Member pointer={`${lens.pointer}/years`}>
          <NumberInput
            label={`${label}: ${t("plan.unit.age")}`}
            value={ref.years ?? 0}
            {...bounds.age}
            required
            suffix={t("plan.unit.ageYears")}
            onType={(years) => lens.preview({ ...ref, years })}
            onCommit={(years) => years !== null && lens.set({ ...ref, years })}
          />
        </Member>
      </div>
      <div className={styles.short}>
        <Member pointer={`${lens.pointer}/months`}>
          <NumberInput
            label={`${label}: ${t("plan.unit.months")}`}
            value={ref.months ?? 0}
            {...bounds.ageMonths}
            suffix={t("plan.unit.months")}
            onCommit={(months) => lens.set(withAge(ref, age - (ref.months ?? 0) + (months ?? 0)))}
          />
        </Member>
      </div>
    </>
  );
}

function MilestoneMoment({ label, lens, outside }: { label: string; lens: Lens<TimeRef>; outside: readonly string[] }) {
  const t = useText();
  const words = useWords();
  const ref = lens.value;
  const id = ref.ref ?? "";
  const options = outside.map((value) => ({ value, label: nameOf(words, words.plan.milestones?.[value]) }));
  const offset = ref.offsetMonths ?? 0;
  const moved = (months: number): TimeRef => {
    const { offsetMonths: _, ...rest } = ref;
    return months === 0 ? rest : { ...rest, offsetMonths: months };
  };
  const [chosen, choose] = useState<"before" | "after">("after"); // while there are no months to be before or after
  const side = offset === 0 ? chosen : offset < 0 ? "before" : "after";
  const [opened, setOpened] = useState(false);
  return (
    <>
      <div className={styles.grow}>
        <Member pointer={`${lens.pointer}/ref`}>
          <Select label={`${label}: ${t("plan.at.milestone")}`} value={id} options={withUnknown(options, id)} onChange={(next) => lens.set({ ...ref, ref: next })} />
        </Member>
      </div>
      {offset === 0 && !opened ? (
        <Button edits look="quiet" size="small" className={styles.beside} onClick={() => setOpened(true)}>
          {t("plan.offset.open")}
        </Button>
      ) : (
        <>
          <div className={styles.short}>
            <NumberInput
              label={`${label}: ${t("plan.unit.months")}`}
              value={Math.abs(offset)}
              min={0}
              max={bounds.offset.max}
              suffix={t("plan.unit.months")}
              autoFocus={opened}
              onCommit={(months) => lens.set(moved((months ?? 0) * (side === "before" ? -1 : 1)))}
            />
          </div>
          <Offset label={label} side={side} onChange={(next) => (offset === 0 ? choose(next) : lens.set(moved(Math.abs(offset) * (next === "before" ? -1 : 1))))} />
        </>
      )}
    </>
  );
}

function Offset({ label, side, onChange }: { label: string; side: "before" | "after"; onChange: (side: "before" | "after") => void }) {
  const t = useText();
  const options = (["after", "before"] as const).map((value) => ({ value, label: t(`plan.offset.${value}`) }));
  return (
    <div className={styles.short}>
      <Select label={`${label}: ${t("plan.offset")}`} value={side} options={options} onChange={onChange} />
    </div>
  );
}

/** The calendar month a moment comes to. */
function Resolved({ lens }: { lens: Lens<TimeRef | undefined> }) {
  const words = useWords();
  const said = lens.value && lens.value.at !== "month" ? resolvedWords(words, lens.value) : "";
  return said ? <div className={styles.resolved}>{said}</div> : null;
}

export function WhenField({ label, hint, lens, kinds, milestone }: MomentProps & { hint?: ReactNode }) {
  return (
    <Group label={label} pointer={lens.pointer} hint={hint}>
      <Moment label={label} lens={lens} {...(kinds ? { kinds } : {})} {...(milestone ? { milestone } : {})} />
      <Resolved lens={lens} />
    </Group>
  );
}

interface OptionalWhenProps {
  label: string;
  lens: Lens<TimeRef | undefined>;
  /** What its absence means, e.g. "always". */
  none: string;
  /** What its presence means, e.g. "from a moment". */
  some?: string;
  /** What it begins with. */
  first: TimeRef;
  hint?: ReactNode;
}

/** A moment that may be missing. */
export function OptionalWhen({ label, lens, none, some, first, hint }: OptionalWhenProps) {
  const t = useText();
  const options = [
    { value: "none", label: none },
    { value: "some", label: some ?? t("plan.moment") },
  ] as const;
  const now = lens.value;
  return (
    <Group label={label} pointer={lens.pointer} hint={hint}>
      <Segmented label={label} value={now ? "some" : "none"} options={options} onChange={(next) => lens.set(next === "some" ? first : undefined)} />
      {now && <Moment label={label} lens={lens as Lens<TimeRef>} />}
      {now && <Resolved lens={lens} />}
    </Group>
  );
}

const ENDINGS: readonly SpanEnding[] = ["horizon", "end", "months", "backwards"];

/** From when until when, or for how long. */
export function SpanField({ label, lens, hint }: { label: string; lens: Lens<Span>; hint?: ReactNode }) {
  return (
    <Group label={label} pointer={lens.pointer} hint={hint}>
      <Stretch label={label} lens={lens} />
    </Group>
  );
}

function Stretch({ label, lens }: { label: string; lens: Lens<Span> }) {
  const { plan } = useEditing();
  const t = useText();
  const span = lens.value;
  const ending = endingOf(span);
  const options: Choice<SpanEnding>[] = ENDINGS.map((value) => ({ value, label: t(`plan.ending.${value}`) }));
  const start = through(part(lens, "start"), (ref): TimeRef => ref ?? { at: "now" }, (next) => next);
  const end = through(part(lens, "end"), (ref): TimeRef => ref ?? { at: "end" }, (next) => next);
  return (
    <div className={styles.items}>
      {ending !== "backwards" && (
        <div data-pointer={start.pointer}>
          <div className={styles.part}>{t("plan.from")}</div>
          <Moment label={t("plan.from")} lens={start} />
          <Resolved lens={start} />
        </div>
      )}
      <div data-pointer={end.pointer}>
        <div className={styles.part}>{t("plan.until")}</div>
        <div className={styles.items}>
          <Select label={`${label}: ${t("plan.until")}`} value={ending} options={options} onChange={(next) => lens.set(endedBy(plan, span, next))} />
          {(ending === "months" || ending === "backwards") && <Length label={label} lens={part(lens, "months")} />}
          {(ending === "end" || ending === "backwards") && <Moment label={t("plan.until")} lens={end} />}
          {(ending === "end" || ending === "backwards") && <Resolved lens={end} />}
        </div>
      </div>
    </div>
  );
}

/** A length in years and months. */
function Length({ label, lens }: { label: string; lens: Lens<number | undefined> }) {
  const t = useText();
  const months = lens.value ?? 12;
  const years = Math.floor(months / 12);
  const set = (next: number) => lens.set(Math.max(1, next));
  return (
    <div className={styles.row}>
      <div className={styles.short}>
        <NumberInput label={`${label}: ${t("plan.unit.years")}`} value={years} {...bounds.age} suffix={t("plan.unit.years")} onCommit={(n) => set((n ?? 0) * 12 + (months % 12))} />
      </div>
      <div className={styles.short}>
        <NumberInput label={`${label}: ${t("plan.unit.months")}`} value={months % 12} {...bounds.spanMonths} suffix={t("plan.unit.months")} onCommit={(n) => set(years * 12 + (n ?? 0))} />
      </div>
    </div>
  );
}

/** A goal's time: once, or over a while. */
export function GoalWhenField({ label, lens }: { label: string; lens: Lens<GoalWhen> }) {
  const t = useText();
  const when = lens.value;
  const kind = isSpan(when) ? "span" : "moment";
  const options = (["moment", "span"] as const).map((value) => ({ value, label: t(`plan.goal.when.${value}`) }));
  const moment = through(lens, momentOf, (next) => next);
  const span = through(lens, (value): Span => value, (next) => next as GoalWhen);
  return (
    <Group label={label} pointer={lens.pointer}>
      <Segmented label={label} value={kind} options={options} onChange={(next) => lens.set(goalWhen(when, next))} />
      {kind === "moment" ? <Moment label={label} lens={moment} kinds={["month", "age", "milestone", "now"]} /> : <Stretch label={label} lens={span} />}
      {kind === "moment" && <Resolved lens={moment} />}
    </Group>
  );
}

/** The first person, for a moment that begins as an age. */
export function useFirstAge(years: number): TimeRef {
  const { plan } = useEditing();
  const people = living(plan.people);
  const adult = people.find(([, person]) => !person.dependant) ?? people[0];
  return { at: "age", person: adult?.[0] ?? "", years };
}
