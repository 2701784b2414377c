// Is everything in order? What is not, the worst first, each with what helps; how quickly
// the program answers; the way that a question takes; and whether the engine computes right.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useNavigate } from "react-router";
import { getIssues } from "../../api/health";
import { warmModel } from "../../api/models";
import type { Issue } from "../../api/types";
import { useLocale, useText } from "../../i18n/text";
import { Button } from "../../ui/Button";
import { FailedState, Skeleton } from "../../ui/Card";
import { usePreferences } from "../preferences";
import { SelfTest } from "../SelfTest";
import { useFaultWords } from "../useFaultWords";
import { useTitle } from "../useTitle";
import { Doctor } from "./Doctor";
import styles from "./Health.module.css";
import { Performance } from "./Performance";
import { Way } from "./Way";

const issuesKey = ["health", "issues"] as const;

/** What is in order, and what is not. */
export default function Health() {
  const t = useText();
  const words = useFaultWords();
  useTitle(t("health.title"));
  const issues = useQuery({ queryKey: issuesKey, queryFn: ({ signal }) => getIssues(signal), refetchInterval: 30_000 });
  return (
    <div className={styles.page}>
      <h1 className={styles.h1}>{headline(t, issues.data)}</h1>
      <section className={styles.section} aria-label={t("health.issues")}>
        {issues.error && (
          <FailedState title={words(issues.error).title} fix={words(issues.error).fix} actions={<Button onClick={() => void issues.refetch()}>{t("app.again")}</Button>} />
        )}
        {issues.isPending && <Skeleton height={120} />}
        {issues.data && <Issues issues={issues.data} />}
      </section>
      <section className={styles.section} aria-labelledby="health-engine">
        <h2 id="health-engine" className={styles.h2}>
          {t("health.engine")}
        </h2>
        <p className={styles.quiet}>{t("health.engine.hint")}</p>
        <SelfTest />
      </section>
      <Doctor />
      <Performance />
      <Way />
    </div>
  );
}

type Say = ReturnType<typeof useText>;

function headline(t: Say, issues: readonly Issue[] | undefined): string {
  if (!issues) return t("health.title");
  if (issues.some((i) => i.severity === "fail")) return t("health.h1.fail");
  if (issues.some((i) => i.severity === "warn")) return t("health.h1.warn");
  return t("health.h1.ok");
}

const glyphs = { fail: CircleAlert, warn: TriangleAlert, note: Info } as const;
const severities = ["fail", "warn", "note"] as const;

function Issues({ issues }: { issues: readonly Issue[] }) {
  const t = useText();
  if (issues.length === 0)
    return (
      <p className={styles.fine}>
        <CircleCheck size={18} aria-hidden /> {t("health.none")}
      </p>
    );
  return severities
    .map((severity) => ({ severity, some: issues.filter((i) => i.severity === severity) }))
    .filter(({ some }) => some.length > 0)
    .map(({ severity, some }) => (
      <div key={severity}>
        <h2 className={styles.h2}>{t(`health.severity.${severity}`)}</h2>
        <ul className={styles.issues}>
          {some.map((issue, i) => (
            <One key={`${issue.id}${issue.plan ?? ""}${i}`} issue={issue} />
          ))}
        </ul>
      </div>
    ));
}

function One({ issue }: { issue: Issue }) {
  const locale = useLocale();
  const Glyph = glyphs[issue.severity];
  return (
    <li className={styles.issue}>
      <Glyph size={18} className={styles[issue.severity]} aria-hidden />
      <div>
        <p className={styles.what}>{issue.text[locale]}</p>
        <p className={styles.quiet}>
          {issue.name ? `${issue.name} · ` : ""}
          {issue.fix[locale]}
        </p>
      </div>
      <Help issue={issue} />
    </li>
  );
}

/** What can be done about it here, and the way to where it is put right. */
function Help({ issue }: { issue: Issue }) {
  const t = useText();
  const go = useNavigate();
  const queries = useQueryClient();
  const { settings, change } = usePreferences();
  const plan = issue.plan ?? settings.lastPlan;
  const place = issue.place ? (plan ? `/h/${plan}/${issue.place}` : `/${issue.place}`) : "";
  const acts = {
    tryGPU: () => change({ gpuVerdict: "" }),
    wakeHost: () => void warmModel().then(() => queries.invalidateQueries({ queryKey: issuesKey })),
  } as const;
  const act = issue.act ? acts[issue.act] : undefined;
  const again = () => void queries.invalidateQueries({ queryKey: issuesKey });
  return (
    <span className={styles.help}>
      {act && issue.act && (
        <Button
          size="small"
          onClick={() => {
            act();
            setTimeout(again, 500);
          }}
        >
          {t(`health.act.${issue.act}`)}
        </Button>
      )}
      {place && (
        <Button size="small" onClick={() => void go(place)}>
          {t("health.go")}
        </Button>
      )}
    </span>
  );
}
