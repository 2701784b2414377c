import { useQuery } from "@tanstack/react-query";
import { getPath } from "../../api/health";
import { formatCount } from "../../format/number";
import { formatElapsed } from "../../format/time";
import { useLocale, useText } from "../../i18n/text";
import { Skeleton } from "../../ui/Card";
import { classes } from "../../ui/classes";
import { usePartName, useServiceName } from "../path/names";
import { useFaultWords } from "../useFaultWords";
import styles from "./Way.module.css";
import shared from "./Health.module.css";
import { shareOf, wayOf, type Box } from "./tree";

/** The way that a question takes, as a picture: what each step does, and how long it took. */
export function Way() {
  const t = useText();
  const words = useFaultWords();
  const told = useQuery({ queryKey: ["advisor", "path"], queryFn: ({ signal }) => getPath(signal), refetchInterval: 10_000 });
  const way = told.data ? wayOf(told.data) : null;
  return (
    <section className={shared.section} aria-labelledby="health-way">
      <h2 id="health-way" className={shared.h2}>
        {t("health.way")}
      </h2>
      <p className={shared.quiet}>{t("health.way.hint")}</p>
      {told.error && <p role="alert">{words(told.error).title}</p>}
      {told.isPending && <Skeleton height={240} />}
      {way && (
        <ul className={styles.way}>
          <Step box={way} root={way} />
        </ul>
      )}
    </section>
  );
}

function useStepName(): (box: Box) => string {
  const partName = usePartName();
  const serviceName = useServiceName();
  return (box) => {
    const part = partName(box.name);
    return part === box.name ? (box.steps.length > 0 ? box.name : serviceName(box.leads)) : part;
  };
}

function Step({ box, root }: { box: Box; root: Box }) {
  const t = useText();
  const locale = useLocale();
  const nameOf = useStepName();
  const took = box.figures?.took;
  const share = shareOf(box, root);
  const about = [
    box.router && t(`health.router.${box.router}`),
    box.weight > 0 && t("health.step.weight", { share: String(box.weight) }),
    box.where && t("health.step.where", { what: box.where }),
    box.seconds > 0 && t("health.step.seconds", { seconds: String(box.seconds) }),
    box.soft && t("health.step.soft"),
  ].filter(Boolean);
  const untaken = !took || took.count === 0;
  return (
    <li className={classes(styles.step, untaken && styles.untaken)}>
      <div className={styles.box}>
        <span className={styles.name}>{nameOf(box)}</span>
        <span className={styles.figure}>
          {untaken ? t("health.step.never") : t("health.step.took", { time: formatElapsed(took.p50), count: formatCount(took.count, locale) })}
          {box.figures && box.figures.failed > 0 && <span className={styles.failed}> · {t("health.step.failed", { count: formatCount(box.figures.failed, locale) })}</span>}
        </span>
        {about.length > 0 && <span className={styles.about}>{about.join(" · ")}</span>}
        {!untaken && (
          <span className={styles.bar} aria-hidden>
            <span style={{ width: `${Math.max(1, share * 100)}%` }} />
          </span>
        )}
      </div>
      {box.steps.length > 0 && (
        <ul className={styles[box.router ?? "sequence"]}>
          {box.steps.map((s) => (
            <Step key={s.name} box={s} root={root} />
          ))}
        </ul>
      )}
    </li>
  );
}
