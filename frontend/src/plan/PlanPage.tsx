// "What we assume about your life": the sections of the plan, each one question, with the
// consequence of every edit beside it.
import { useEffect, useRef, useState, type ComponentType, type ReactNode } from "react";
import { Link, Navigate, useParams } from "react-router";
import { Lock } from "lucide-react";
import { useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { usePowers } from "../shell/powers";
import { useKeys } from "../shell/useKeys";
import { Missing } from "../shell/States";
import { classes } from "../ui/classes";
import { PlaceProvider } from "../ui/left";
import { LockProvider, useLocked } from "../ui/lock";
import { DockContext } from "./dock";
import { EditingProvider, useEditing } from "./editing";
import type { SectionProps } from "./filter";
import { living } from "./order";
import styles from "./PlanPage.module.css";
import { recordsOf } from "./collection";
import { collectionsOf, isSection, sectionsFor, stateOf, type SectionId } from "./sections";
import { Accounts } from "./sections/Accounts";
import { AllocationForm } from "./sections/AllocationForm";
import { AssumptionsForm } from "./sections/AssumptionsForm";
import { Goals } from "./sections/Goals";
import { Incomes } from "./sections/Incomes";
import { People } from "./sections/People";
import { Possessions } from "./sections/Possessions";
import { Saving } from "./sections/Saving";
import { Spendings } from "./sections/Spendings";
import { TaxForm } from "./sections/TaxForm";
import { TimelineSection } from "./sections/TimelineSection";
import { WithdrawalForm } from "./sections/WithdrawalForm";
import { Unsaved } from "./Unsaved";

const BODIES: Record<SectionId, ComponentType<SectionProps>> = {
  people: People,
  timeline: TimelineSection,
  accounts: Accounts,
  income: Incomes,
  spending: Spendings,
  property: Possessions,
  goals: Goals,
  saving: Saving,
  withdrawals: WithdrawalForm,
  allocation: AllocationForm,
  taxes: TaxForm,
  assumptions: AssumptionsForm,
};

/** The Plan destination. The dock shows what the newest edit did to the future. */
export function PlanPage({ dock }: { dock?: ReactNode }) {
  const { section, household } = useParams();
  const { sees } = usePowers();
  const { edits, state } = usePlanSession();
  const all = sectionsFor(sees);
  const shown = isSection(section) && all.includes(section) ? section : all[0];
  if (shown === undefined) return <Missing />;
  if (section && shown !== section) return <Navigate to={`/h/${household}/plan/${shown}`} replace />;
  return (
    <EditingProvider>
      <DockContext value={dock}>
        <div className={styles.page}>
          <SectionNav current={shown} sections={all} />
          <LockProvider value={!edits}>
            <PlaceProvider value={`plan.${state.id}`}>
              <SectionBody key={shown} section={shown} />
            </PlaceProvider>
          </LockProvider>
          {dock && <aside className={styles.dock}>{dock}</aside>}
        </div>
      </DockContext>
    </EditingProvider>
  );
}

function SectionNav({ current, sections }: { current: SectionId; sections: readonly SectionId[] }) {
  const t = useText();
  const { plan, problems } = useEditing();
  const { household } = useParams();
  const here = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // With the frame that lays the page out anyway: before, it would be laid out for this alone.
    const frame = requestAnimationFrame(() => void here.current?.scrollIntoView({ block: "nearest", inline: "center" }));
    return () => cancelAnimationFrame(frame);
  }, [current]);
  return (
    <nav className={styles.nav} aria-label={t("plan.sections")}>
      <ul className={styles.sections}>
        {sections.map((section) => {
          const { fullness, lack } = stateOf(plan, section, problems);
          return (
            <li key={section}>
              <Link
                ref={section === current ? here : undefined}
                to={`/h/${household}/plan/${section}`}
                replace
                className={classes(styles.section, section === current && styles.current)}
                aria-current={section === current ? "page" : undefined}
                title={t(`plan.lack.${lack}`)}
              >
                <span className={classes(styles.dot, styles[fullness])} aria-hidden />
                {t(`plan.section.${section}`)}
                <span className="visuallyHidden">, {t(`plan.fullness.${fullness}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function SectionBody({ section }: { section: SectionId }) {
  const t = useText();
  const { plan, problems } = useEditing();
  const [filter, setFilter] = useState("");
  const place = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const Body = BODIES[section];
  const count = collectionsOf(section).reduce((n, collection) => n + living(recordsOf(plan, collection)).length, 0);
  const { lack, fullness } = stateOf(plan, section, problems);
  const locked = useLocked();
  useKeys({
    n: () => place.current?.querySelector<HTMLElement>("[data-add]")?.click(),
    e: () => (place.current?.querySelector<HTMLElement>("[data-row]:focus") ?? place.current?.querySelector<HTMLElement>("[data-row]"))?.click(),
    "/": () => box.current?.focus(),
  });
  const search = (
    <input
      ref={box}
      type="search"
      className={styles.filter}
      placeholder={t("plan.filter")}
      aria-label={t("plan.filter")}
      value={filter}
      onChange={(event) => setFilter(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") setFilter("");
      }}
    />
  );
  return (
    <div ref={place} className={styles.body}>
      <header className={styles.head}>
        <h1 className={styles.question}>{t(`plan.question.${section}`)}</h1>
        {fullness === "partial" && !locked && <p className={styles.lack}>{t(`plan.lack.${lack}`)}</p>}
        {locked && <WhoChanges />}
      </header>
      <Unsaved />
      <Body filter={{ text: filter, field: count > 5 && search }} />
    </div>
  );
}

/** Why nothing here can be changed, and who can. */
function WhoChanges() {
  const t = useText();
  const { drafts } = usePowers();
  return (
    <p className={styles.locked}>
      <Lock size={14} aria-hidden /> {t(drafts ? "plan.locked.draft" : "plan.locked")}
    </p>
  );
}
