// How sure the model is of what a question means, measured on questions whose meaning is known.
import { useQuery } from "@tanstack/react-query";
import { calibrate, getCalibration } from "../../api/models";
import type { Calibration } from "../../api/types";
import { formatCount, formatDecimal } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { Button } from "../../ui/Button";
import { usePreferences } from "../preferences";
import styles from "./Model.module.css";
import type { Work } from "./useWork";

export function Sureness({ work }: { work: Work }) {
  const t = useText();
  const { settings } = usePreferences();
  const found = useQuery({ queryKey: ["model", "calibration", settings.model.chat, work.name], queryFn: getCalibration });
  if (settings.model.chat === "") return null;
  return (
    <div className={styles.group}>
      <h3 className={styles.h3}>{t("model.calibrate.title")}</h3>
      <p>
        <Button busy={work.name !== ""} onClick={() => work.begin(t("model.work.calibrate"), calibrate)}>
          {t("model.calibrate")}
        </Button>
      </p>
      {found.data ? <Measured found={found.data} /> : <p className={styles.quiet}>{t("model.calibrate.hint")}</p>}
    </div>
  );
}

const usual = 60;

function Measured({ found: c }: { found: Calibration }) {
  const t = useText();
  const locale = useLocale();
  const { settings, change } = usePreferences();
  const { advisor, model } = settings;
  const now = advisor.sureOf === model.chat && advisor.sure > 0 ? advisor.sure : usual;
  const use = (sure: number) => change({ advisor: { ...advisor, sure, sureOf: sure > 0 ? model.chat : "" } });
  const count = (n: number) => formatCount(n, locale);
  if (c.weighed === 0)
    return (
      <>
        <p>{t("model.calibrate.right", { right: count(c.right), asked: count(c.asked) })}</p>
        <p>{t("model.calibrate.none")}</p>
      </>
    );
  return (
    <>
      <p>
        {t("model.calibrate.right", { right: count(c.right), asked: count(c.asked) })} {t("model.calibrate.error", { error: formatDecimal(100 * c.error, locale, 1) })}
      </p>
      <Table found={c} />
      {now === c.now && <p>{t("model.calibrate.now", { now: String(c.now), shown: count(c.nowShown), asked: count(c.asked), wrong: count(c.nowWrong) })}</p>}
      <p>{c.sure > 0 ? t("model.calibrate.better", { sure: String(c.sure), shown: count(c.shown), wrong: count(c.wrong) }) : t("model.calibrate.never")}</p>
      <p className={styles.acts}>
        {c.sure > 0 && c.sure !== now && (
          <Button size="small" onClick={() => use(c.sure)}>
            {t("model.calibrate.use", { sure: String(c.sure) })}
          </Button>
        )}
        {now !== usual && (
          <Button size="small" look="quiet" onClick={() => use(0)}>
            {t("model.calibrate.usual")}
          </Button>
        )}
      </p>
    </>
  );
}

const percent = (share: number) => `${Math.round(100 * share)}%`;

function Table({ found: c }: { found: Calibration }) {
  const t = useText();
  const locale = useLocale();
  return (
    <table className={styles.table}>
      <caption>{t("model.calibrate.table")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("model.calibrate.said")}</th>
          <th scope="col">{t("model.calibrate.count")}</th>
          <th scope="col">{t("model.calibrate.mean")}</th>
          <th scope="col">{t("model.calibrate.was")}</th>
        </tr>
      </thead>
      <tbody>
        {c.bins.map((b) => (
          <tr key={b.from}>
            <th scope="row">
              {percent(b.from)}–{percent(b.to)}
            </th>
            <td>{formatCount(b.count, locale)}</td>
            <td>{percent(b.said)}</td>
            <td>
              <span className={styles.reliable} aria-hidden>
                <span style={{ width: percent(b.right) }} />
                <i style={{ left: percent(b.said) }} />
              </span>
              {percent(b.right)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
