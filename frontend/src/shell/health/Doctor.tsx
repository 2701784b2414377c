// The doctor examines the whole program when it is asked, and writes a report for others.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleMinus, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { examine, getProgramExamination, getReport } from "../../api/health";
import { followJob } from "../../api/jobs";
import type { JobProgress, ProgramFinding } from "../../api/types";
import { copyText, download } from "../../desktop/files";
import { formatMoment } from "../../format/time";
import { useLocale, useText } from "../../i18n/text";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { useToast } from "../../ui/Toast";
import { shareOf, useProgressNews } from "../../ui/useProgressNews";
import { useSession } from "../session";
import { useFaultWords } from "../useFaultWords";
import styles from "./Health.module.css";

const examinationKey = ["health", "examination"] as const;

export function Doctor() {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const queries = useQueryClient();
  const last = useQuery({ queryKey: examinationKey, queryFn: getProgramExamination });
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const begin = async () => {
    setBusy(true);
    setTrouble("");
    try {
      const end = await followJob(await examine(), setProgress, new AbortController().signal);
      if (end.state === "failed") throw end.fault;
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(`${title} ${fix}`);
    } finally {
      setBusy(false);
      setProgress(null);
      await queries.invalidateQueries({ queryKey: examinationKey });
    }
  };
  const exam = last.data;
  useProgressNews({ name: busy ? t("doctor.busy") : "", share: shareOf(progress), end: trouble ? "" : t("doctor.done") });
  return (
    <section className={styles.section} aria-labelledby="health-doctor">
      <h2 id="health-doctor" className={styles.h2}>
        {t("doctor.title")}
      </h2>
      <p className={styles.quiet}>{t("doctor.hint")}</p>
      <p className={styles.examine}>
        <Button size="small" busy={busy} onClick={() => void begin()}>
          {exam ? t("doctor.again") : t("doctor.begin")}
        </Button>
        {exam && <Report />}
      </p>
      <p className={styles.quiet}>
        {busy && (progress?.total ? t("doctor.busy.of", { done: progress.done, total: progress.total }) : t("doctor.busy"))}
      </p>
      {trouble && (
        <Note tone="error" alert>
          {trouble}
        </Note>
      )}
      {exam && (
        <>
          <p className={styles.quiet}>
            {t("doctor.at", { when: formatMoment(new Date(exam.at), locale) })} · Meridian {exam.versions.program} ({exam.versions.engine}) · {exam.versions.system}
          </p>
          <ul className={styles.issues}>
            {exam.findings.map((finding, i) => (
              <One key={finding.id + i} finding={finding} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const glyphs = { ok: CircleCheck, warn: TriangleAlert, fail: CircleAlert, skipped: CircleMinus } as const;
const tones = { ok: "good", warn: "warn", fail: "fail", skipped: "note" } as const;

function One({ finding }: { finding: ProgramFinding }) {
  const t = useText();
  const locale = useLocale();
  const Glyph = glyphs[finding.verdict];
  const fix = finding.verdict === "ok" ? "" : finding.fix[locale];
  return (
    <li className={styles.issue}>
      <Glyph size={18} className={styles[tones[finding.verdict]]} role="img" aria-label={t(`doctor.verdict.${finding.verdict}`)} />
      <div>
        <p className={styles.what}>{finding.text[locale]}</p>
        {fix && <p className={styles.quiet}>{fix}</p>}
      </div>
    </li>
  );
}

/** The report without names, places and amounts. */
function Report() {
  const t = useText();
  const words = useFaultWords();
  const { toast } = useToast();
  const { native } = useSession();
  const give = async (how: (text: string) => void | Promise<void>, said: string) => {
    try {
      await how(await getReport());
      toast({ text: said });
    } catch (thrown) {
      toast({ text: words(thrown).title, tone: "bad" });
    }
  };
  return (
    <>
      <Button look="quiet" size="small" onClick={() => void give(copyText, t("doctor.copied"))}>
        {t("doctor.copy")}
      </Button>
      {!native && (
        <Button look="quiet" size="small" onClick={() => void give((text) => download("meridian-report.json", "application/json", text), t("doctor.saved"))}>
          {t("doctor.save")}
        </Button>
      )}
    </>
  );
}
