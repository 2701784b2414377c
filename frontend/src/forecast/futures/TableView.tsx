import { Copy, Download } from "lucide-react";
import { useMemo } from "react";
import { copyText, download } from "../../desktop/files";
import { useText } from "../../i18n/text";
import type { Forecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { useSession } from "../../shell/session";
import { Button } from "../../ui/Button";
import { Money, useMoneyUnit } from "../../ui/Money";
import { useToast } from "../../ui/Toast";
import styles from "./Futures.module.css";
import { csv, tableOf } from "./table";

/** Year by year, everything; the year stays in sight. */
export function TableView({ forecast }: { forecast: Forecast }) {
  const t = useText();
  const unit = useMoneyUnit();
  const { toast } = useToast();
  const { window: inWindow } = useSession();
  const plan = usePlanSession().state.plan;
  const table = useMemo(() => tableOf(forecast, plan), [forecast, plan]);
  const flows = table.kinds.map((kind) => t(`futures.col.${kind}`));
  const head = [t("futures.col.year"), t("futures.col.ages"), t("futures.col.p10"), t("futures.col.p50"), t("futures.col.p90"), t("futures.col.net50"), ...flows];
  const text = () =>
    csv(
      // A file is read far from this page: every column of amounts names its currency.
      head.map((h, i) => (i < 2 ? h : `${h} (${forecast.header.currency})`)),
      table.rows.map((r) => [r.year, r.ages, r.p10, r.p50, r.p90, r.net50, ...r.flows]),
    );
  const save = () => {
    const name = `${plan.name} ${t("futures.title")}.csv`;
    // The mark tells spreadsheets that the file is UTF-8.
    download(name, "text/csv", "\uFEFF" + text());
    toast({ text: t("futures.table.saved", { name }) });
  };
  const copy = () => void copyText(text()).then(() => toast({ text: t("app.copied") }));
  return (
    <>
      <div className={styles.tools}>
        <p className={styles.note}>{t("futures.table.caption", { unit })}</p>
        <div className={styles.one}>
          <Button size="small" icon={<Copy size={15} aria-hidden />} onClick={copy}>
            {t("futures.table.copy")}
          </Button>
          {!inWindow && (
            <Button size="small" icon={<Download size={15} aria-hidden />} onClick={save}>
              {t("futures.table.csv")}
            </Button>
          )}
        </div>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className={styles.wrap} tabIndex={0} role="region" aria-label={t("futures.table")}>
        <table className={styles.table}>
          <caption>{t("futures.table.caption", { unit })}</caption>
          <thead>
            <tr>
              {head.map((h) => (
                <th key={h} scope="col">
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((r) => (
              <tr key={r.year}>
                <th scope="row">{r.year}</th>
                <td className={styles.ages}>{r.ages}</td>
                {[r.p10, r.p50, r.p90, r.net50, ...r.flows].map((v, i) => (
                  <td key={head[i + 2]}>{Math.abs(v) < 0.5 ? "–" : <Money value={v} style="round" />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
