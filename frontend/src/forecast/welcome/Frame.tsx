import type { ReactNode } from "react";
import { useText } from "../../i18n/text";
import { Mark } from "../../shell/Mark";
import { usePreferences } from "../../shell/preferences";
import { Segmented } from "../../ui/Segmented";
import styles from "./Welcome.module.css";

/** The quiet frame of the first run: the name and the language, nothing else. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useText();
  const { locale, change } = usePreferences();
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <Mark />
          {t("app.name")}
        </span>
        <Segmented
          label={t("welcome.language")}
          value={locale}
          onChange={(chosen) => change({ locale: chosen })}
          options={[
            { value: "en", label: "English" },
            { value: "ko", label: "한국어" },
          ]}
        />
      </header>
      {children}
    </div>
  );
}

const marks = [1, 2, 3, 4, 5];

/** Where in the five questions this is. */
export function Progress({ step }: { step: number }) {
  const t = useText();
  return (
    <div className={styles.progress}>
      <span className={styles.marks} aria-hidden>
        {marks.map((n) => (
          <span key={n} className={n <= step ? styles.passed : undefined} />
        ))}
      </span>
      {t("welcome.step", { n: step, total: marks.length })}
    </div>
  );
}
