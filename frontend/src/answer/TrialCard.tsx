// A change that was tried in the plan's own futures, and what can be done with it.
import { useQueryClient } from "@tanstack/react-query";
import { Check, GitBranch, X } from "lucide-react";
import { useRef } from "react";
import { Link } from "react-router";
import { markCard } from "../api/advisor";
import type { Patch } from "../api/plans";
import type { AnswerCard, AnswerTrial } from "../api/types";
import { formatChance } from "../format/chance";
import { formatCount, formatPoints } from "../format/number";
import { useLocale, useText } from "../i18n/text";
import { branching, nameFor } from "../shell/branching";
import { usePlanSession } from "../shell/planSession";
import { usePowers } from "../shell/powers";
import { Button } from "../ui/Button";
import { Badge } from "../ui/Card";
import { Money } from "../ui/Money";
import { useToast } from "../ui/Toast";
import styles from "./TrialCard.module.css";
import { threadKey } from "./conversation";

interface TrialCardProps {
  card: AnswerCard;
  at: number;
  trial: AnswerTrial;
}

function useTrialActs({ card, at, trial }: TrialCardProps) {
  const t = useText();
  const { toast } = useToast();
  const queries = useQueryClient();
  const { state, edit, undo } = usePlanSession();
  const mark = async (next: AnswerTrial["state"]) => {
    await markCard(card.id, { trial: at, state: next }).catch(() => undefined); // what was done stands without the note of it
    await queries.invalidateQueries({ queryKey: threadKey(card.thread) });
  };
  return {
    apply: async () => {
      if (!(await edit({ key: "edit.advice.apply", args: { name: trial.name } }, trial.patch as Patch))) return;
      const back = async () => {
        await undo();
        await mark("open");
      };
      toast({ text: t("advisor.applied", { name: trial.name }), act: { label: t("advisor.undo"), run: () => void back() } });
      await mark("applied");
    },
    keep: async () => {
      const name = nameFor(trial.name, Object.values(state.plan.scenarios ?? {}));
      const made = branching(name, trial.patch as Patch);
      if (!(await edit({ key: "edit.scenario.create", args: { name } }, made.edit))) return;
      toast({ text: t("compare.created", { name }) });
      await mark("kept");
    },
    dismiss: () => mark("dismissed"),
    bringBack: () => mark("open"),
  };
}

/** Applied and the plan is as it was when this was asked: somebody has undone it. */
function standing(card: AnswerCard, trial: AnswerTrial): AnswerTrial["state"] {
  return trial.state === "applied" && !card.stale ? "open" : trial.state;
}

export function TrialCard(props: TrialCardProps) {
  const holder = useRef<HTMLDivElement>(null);
  return (
    <div ref={holder} tabIndex={-1} className={styles.holder}>
      <Trial {...props} onDone={() => holder.current?.focus()} />
    </div>
  );
}

/** onDone: the button that was pressed is gone, and the focus needs a place. */
function Trial(props: TrialCardProps & { onDone: () => void }) {
  const { card, trial, onDone } = props;
  const now = standing(card, trial);
  const t = useText();
  const locale = useLocale();
  const acts = useTrialActs(props);
  const act = (done: Promise<void>) => void done.then(onDone);
  const { state, busy, edits } = usePlanSession();
  const { asks } = usePowers();
  if (now === "dismissed") {
    return (
      <div className={styles.gone}>
        <span>{t("advisor.dismissed", { name: trial.name })}</span>
        <Button size="small" look="quiet" onClick={() => act(acts.bringBack())}>
          {t("advisor.bringBack")}
        </Button>
      </div>
    );
  }
  const luck = trial.ci && trial.ci.low <= 0 && trial.ci.high >= 0;
  return (
    <div className={styles.trial} data-state={now}>
      <div className={styles.head}>
        <h4 className={styles.name}>{trial.name}</h4>
        {now === "applied" && <Badge tone="good">{t("advisor.state.applied")}</Badge>}
        {now === "kept" && <Badge tone="accent">{t("advisor.state.kept")}</Badge>}
      </div>
      <dl className={styles.figures}>
        <div>
          <dt>{t("advisor.trial.share")}</dt>
          <dd>
            <span className={styles.was}>{formatChance(trial.before, locale)}</span>
            <span aria-hidden> → </span>
            <span className="visuallyHidden"> {t("dock.to")} </span>
            <strong>{formatChance(trial.after, locale)}</strong>
          </dd>
        </div>
        <div>
          <dt>{t("advisor.trial.delta")}</dt>
          <dd data-tone={luck ? "flat" : trial.delta > 0 ? "up" : "down"}>
            <strong>{t("compare.points", { points: formatPoints(trial.delta) })}</strong>
            {trial.ci && <small>{t("advisor.range", { low: formatPoints(trial.ci.low), high: formatPoints(trial.ci.high) })}</small>}
          </dd>
        </div>
        {trial.spendBefore !== undefined && trial.spendAfter !== undefined && (
          <div>
            <dt>{t("advisor.trial.spend")}</dt>
            <dd>
              <span className={styles.was}>
                <Money value={trial.spendBefore} style="round" />
              </span>
              <span aria-hidden> → </span>
              <span className="visuallyHidden"> {t("dock.to")} </span>
              <strong>
                <Money value={trial.spendAfter} style="round" />
              </strong>
            </dd>
          </div>
        )}
      </dl>
      <Fates trial={trial} />
      <div className={styles.acts}>
        {now === "open" && edits && !trial.assumption && (
          <Button size="small" look="primary" icon={<Check size={15} aria-hidden />} busy={busy} why={card.stale && t("advisor.stale")} aria-label={t("advisor.apply.what", { name: trial.name })} onClick={() => act(acts.apply())}>
            {t("advisor.apply")}
          </Button>
        )}
        {now === "open" && edits && (
          <Button size="small" icon={<GitBranch size={15} aria-hidden />} busy={busy} why={card.stale && t("advisor.stale")} aria-label={t("advisor.keep.what", { name: trial.name })} onClick={() => act(acts.keep())}>
            {t("advisor.keep")}
          </Button>
        )}
        {now === "open" && asks && (
          <Button size="small" look="quiet" icon={<X size={15} aria-hidden />} aria-label={t("advisor.dismiss.what", { name: trial.name })} onClick={() => act(acts.dismiss())}>
            {t("advisor.dismiss")}
          </Button>
        )}
        {now === "kept" && <Link to={`/h/${state.id}/compare`}>{t("advisor.compare")}</Link>}
      </div>
      {trial.assumption && now === "open" && <p className={styles.note}>{t("advisor.assumption")}</p>}
    </div>
  );
}

/** How the plan's futures fare with the change: those that hold either way, are rescued, are lost, or fail either way. */
function Fates({ trial }: { trial: AnswerTrial }) {
  const t = useText();
  const locale = useLocale();
  const both = Math.round(trial.before * trial.n) - trial.lost;
  const parts = [
    { kind: "both", n: both },
    { kind: "rescued", n: trial.rescued },
    { kind: "lost", n: trial.lost },
    { kind: "neither", n: trial.n - both - trial.rescued - trial.lost },
  ];
  return (
    <div>
      <div className={styles.bar} aria-hidden>
        {parts.map(({ kind, n }) => n > 0 && <span key={kind} data-kind={kind} style={{ flexGrow: n }} />)}
      </div>
      <p className={styles.fates}>{t("advisor.fates", { rescued: formatCount(trial.rescued, locale), lost: formatCount(trial.lost, locale), n: formatCount(trial.n, locale) })}</p>
    </div>
  );
}
