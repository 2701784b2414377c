import { useQueryClient } from "@tanstack/react-query";
import { ArrowRight, Shield } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { createPlan, listPlans } from "../../api/plans";
import { useLocale, useText } from "../../i18n/text";
import { useFaultWords } from "../../shell/useFaultWords";
import { usePlanFiles } from "../../shell/usePlanFiles";
import { classes } from "../../ui/classes";
import { Popover } from "../../ui/Popover";
import { Frame } from "./Frame";
import { Horizon } from "./Horizon";
import styles from "./Welcome.module.css";

/** Three ways in. */
export function Doors({ canLeave }: { canLeave: boolean }) {
  const t = useText();
  const go = useNavigate();
  const files = usePlanFiles();
  const demo = useDemo();
  return (
    <Frame>
      <Horizon />
      <main className={styles.doors}>
        <h1 className={styles.h1}>{t("welcome.h1")}</h1>
        <p className={styles.lede}>{t("welcome.lede")}</p>
        <ul className={styles.list}>
          <Door first name={t("welcome.door.questions")} text={t("welcome.door.questions.text")} onOpen={() => void go("/welcome/1")} />
          <Door name={t("welcome.door.demo")} text={t("welcome.door.demo.text")} onOpen={demo.open} />
          <Door name={t("welcome.door.open")} text={t("welcome.door.open.text")} onOpen={files.open} />
        </ul>
        {demo.trouble && (
          <p className={styles.error} role="alert">
            {demo.trouble}
          </p>
        )}
        <p className={styles.private}>
          <Shield size={16} aria-hidden />
          {t("welcome.private")}
          <Popover
            align="start"
            label={t("local.title")}
            trigger={
              <button type="button" className={styles.link}>
                {t("welcome.private.how")}
              </button>
            }
          >
            <p className={styles.pop}>{t("local.text", { host: window.location.host })}</p>
          </Popover>
        </p>
        {canLeave && (
          <p className={styles.private}>
            <Link to="/">{t("welcome.back")}</Link>
          </p>
        )}
      </main>
    </Frame>
  );
}

function Door({ name, text, onOpen, first = false }: { name: string; text: string; onOpen: () => void; first?: boolean }) {
  return (
    <li>
      <button type="button" className={classes(styles.door, first && styles.first)} onClick={onOpen}>
        <span className={styles.doorName}>
          {name}
          <ArrowRight size={18} aria-hidden />
        </span>
        <span className={styles.doorText}>{text}</span>
      </button>
    </li>
  );
}

/** The demo of the reader's language: the one that is there, else a new one. */
function useDemo() {
  const locale = useLocale();
  const go = useNavigate();
  const queries = useQueryClient();
  const words = useFaultWords();
  const [trouble, setTrouble] = useState("");
  const open = async () => {
    const currency = locale === "ko" ? "KRW" : "USD";
    try {
      const plans = await listPlans();
      const there = plans.find((p) => p.demo && p.currency === currency);
      const id = there?.id ?? (await createPlan({ from: locale === "ko" ? "demo-kr" : "demo-us" })).id;
      await queries.invalidateQueries({ queryKey: ["plans"] });
      await go(`/h/${id}/today`);
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble([title, fix].filter(Boolean).join(" "));
    }
  };
  return { open: () => void open(), trouble };
}
