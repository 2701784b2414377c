import { useNavigate } from "react-router";
import { useText } from "../../i18n/text";
import { usePlanSession } from "../../shell/planSession";
import { SafekeepingLine } from "../../shell/Safekeeping";
import { Button } from "../../ui/Button";
import { Headline } from "../today/Headline";
import { Frame } from "./Frame";
import { Picture } from "./Picture";
import styles from "./Welcome.module.css";

/** The first picture: one honest sentence, and where to go from here. */
export function FirstPicture() {
  const t = useText();
  const go = useNavigate();
  const { id } = usePlanSession().state;
  const chips = [
    { name: t("welcome.done.pension"), to: "plan/income" },
    { name: t("welcome.done.home"), to: "plan/property" },
    { name: t("welcome.done.child"), to: "plan/people" },
    { name: t("welcome.done.moves"), to: "today" },
  ];
  return (
    <Frame>
      <main className={styles.stage}>
        <div className={styles.question}>
          <p className={styles.progress}>{t("welcome.done.h1")}</p>
          <Headline />
          <div className={styles.acts}>
            <Button look="primary" size="large" onClick={() => void go(`/h/${id}/today`)}>
              {t("welcome.done.open")}
            </Button>
          </div>
          <p className={styles.why}>{t("welcome.done.text")}</p>
          <div className={styles.chips} role="group" aria-label={t("welcome.done.make")}>
            {chips.map((chip) => (
              <Button key={chip.to} size="small" onClick={() => void go(`/h/${id}/${chip.to}`)}>
                {chip.name}
              </Button>
            ))}
          </div>
          <SafekeepingLine />
        </div>
        <Picture done />
      </main>
    </Frame>
  );
}
