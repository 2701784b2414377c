// Are we where we said we would be? What came, on the forecast as it was then.
import { Camera, ClipboardCheck, FileInput } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { dropCheckIn, dropImport, dropSnapshot, takeSnapshot } from "../api/track";
import type { Reality, TrackState } from "../api/types";
import { formatDate, formatMonth } from "../format/time";
import { Say, useLocale, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { useFaultWords } from "../shell/useFaultWords";
import { useTitle } from "../shell/useTitle";
import { Button } from "../ui/Button";
import { Card, EmptyState, FailedState, Skeleton } from "../ui/Card";
import { Money } from "../ui/Money";
import { useToast } from "../ui/Toast";
import { useProgressNews } from "../ui/useProgressNews";
import { CheckIn } from "./CheckIn";
import { CourseView } from "./CourseView";
import { Import } from "./Import";
import { Kept } from "./Kept";
import { said } from "./reality";
import { SpendingView } from "./SpendingView";
import styles from "./track.module.css";
import { useTrack } from "./useTrack";

/** `told` is what the advisor tells of the newest check-in. */
export default function Track({ told }: { told?: ReactNode }) {
  const t = useText();
  useTitle(t("track.title"));
  const { id } = usePlanSession().state;
  const { view } = useParams();
  const { track, error, again, renew } = useTrack(id);
  const { title, fix } = useFaultWords()(error);
  if (!track && error) return <FailedState page title={title} fix={fix} actions={<Button look="primary" onClick={again}>{t("app.again")}</Button>} />;
  return (
    <div className={styles.page}>
      {!track ? <Waiting /> : view === "check-in" ? <CheckIn track={track} renew={renew} /> : view === "import" ? <Import renew={renew} /> : <Overview track={track} renew={renew} told={told} />}
    </div>
  );
}

function Waiting() {
  const t = useText();
  return (
    <div role="status" aria-label={t("track.loading")}>
      <h1 className={styles.h1}>{t("track.h1.none")}</h1>
      <Skeleton height={320} />
    </div>
  );
}

interface Shown {
  track: TrackState;
  renew: () => Promise<unknown>;
}

function Overview({ track, renew, told }: Shown & { told: ReactNode }) {
  const t = useText();
  const locale = useLocale();
  const { id } = usePlanSession().state;
  const { snapshots, checkIns, imports } = track;
  if (track.grid.length === 0 && checkIns.length === 0) {
    return (
      <EmptyState page title={t("track.checkIn.nothing")} actions={<Link to={`/h/${id}/plan/accounts`}>{t("track.checkIn.nothing.go")}</Link>}>
        {t("track.checkIn.nothing.text")}
      </EmptyState>
    );
  }
  return (
    <>
      <Headline reality={track.reality} />
      <Acts renew={renew} first={snapshots.length === 0} />
      {told}
      {snapshots.length > 0 && <CourseView key={track.reality?.snapshot ?? ""} track={track} />}
      <SpendingView spending={track.spending} />
      <div className={styles.halves}>
        <Card look="plain" title={t("track.checkIns")}>
          <Kept
            items={checkIns.toReversed().map((c) => ({ id: c.id, name: formatDate(c.day, locale), value: <Money value={c.netWorth.amt} currency={c.netWorth.cur ?? ""} style="round" />, drop: t("track.checkIn.drop", { day: formatDate(c.day, locale) }) }))}
            dropped={t("track.checkIn.dropped")}
            drop={(one) => dropCheckIn(id, one).then(renew)}
          />
        </Card>
        <Card look="plain" title={t("track.snapshots")}>
          <p className={styles.hint}>{t("track.snapshots.text")}</p>
          <Kept
            items={snapshots.toReversed().map((s) => ({ id: s.id, name: formatDate(s.made.slice(0, 10), locale), note: t(s.auto ? "track.snapshot.auto" : "track.snapshot.manual"), value: t("track.snapshot.say", { share: `${Math.round(s.success * 100)}%` }), drop: t("track.snapshot.drop", { day: formatDate(s.made.slice(0, 10), locale) }) }))}
            dropped={t("track.snapshot.dropped")}
            drop={(one) => dropSnapshot(id, one).then(renew)}
          />
        </Card>
        {imports.length > 0 && (
          <Card look="plain" title={t("track.imports")}>
            <Kept
              items={imports.map((i) => ({ id: i.id, name: i.name, note: t("track.import.said", { n: i.entries, from: formatDate(i.from, locale), to: formatDate(i.to, locale) }), value: <Money value={i.total.amt} currency={i.total.cur ?? ""} style="round" />, drop: t("track.import.undo.of", { name: i.name }) }))}
              dropped={t("track.import.undone")}
              drop={(one) => dropImport(id, one).then(renew)}
            />
          </Card>
        )}
      </div>
    </>
  );
}

function Headline({ reality }: { reality: Reality | undefined }) {
  const t = useText();
  const locale = useLocale();
  if (!reality) {
    return (
      <>
        <h1 className={styles.h1}>{t("track.h1.none")}</h1>
        <p className={styles.lede}>{t("track.lede.none")}</p>
      </>
    );
  }
  const { side, n } = said(reality.standing);
  const currency = reality.netWorth.cur ?? "";
  return (
    <>
      <h1 className={styles.h1}>
        <Say k={side === "more" ? "track.h1.more" : "track.h1.less"} with={{ amount: <Money value={reality.netWorth.amt} currency={currency} style="round" />, n, month: formatMonth(reality.since, locale) }} />
      </h1>
      <p className={styles.lede}>
        <Say k="track.lede" with={{ day: formatDate(reality.day, locale), median: <Money value={reality.standing.median} currency={currency} style="round" /> }} />
      </p>
    </>
  );
}

function Acts({ renew, first }: { renew: () => Promise<unknown>; first: boolean }) {
  const t = useText();
  const go = useNavigate();
  const { toast } = useToast();
  const words = useFaultWords();
  const { id } = usePlanSession().state;
  const [busy, setBusy] = useState(false);
  useProgressNews({ name: busy ? t("track.snapshot.taking") : "" });
  const take = async () => {
    setBusy(true);
    try {
      await takeSnapshot(id);
      await renew();
      toast({ text: t("track.snapshot.taken") });
    } catch (thrown) {
      toast({ text: words(thrown).title, tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  const snapshot = (
    <Button look={first ? "primary" : "secondary"} icon={<Camera size={16} aria-hidden />} busy={busy} onClick={() => void take()}>
      {t(busy ? "track.snapshot.taking" : "track.snapshot.take")}
    </Button>
  );
  if (first) {
    return (
      <div className={styles.part}>
        <EmptyState title={t("track.empty.title")} actions={snapshot}>
          {t("track.empty.text")}
        </EmptyState>
        <div className={styles.acts}>
          <Button icon={<ClipboardCheck size={16} aria-hidden />} onClick={() => void go(`/h/${id}/track/check-in`)}>{t("track.checkIn")}</Button>
          <Button icon={<FileInput size={16} aria-hidden />} onClick={() => void go(`/h/${id}/track/import`)}>{t("track.import")}</Button>
        </div>
      </div>
    );
  }
  return (
    <div className={styles.acts}>
      <Button look="primary" icon={<ClipboardCheck size={16} aria-hidden />} onClick={() => void go(`/h/${id}/track/check-in`)}>
        {t("track.checkIn")}
      </Button>
      <Button icon={<FileInput size={16} aria-hidden />} onClick={() => void go(`/h/${id}/track/import`)}>
        {t("track.import")}
      </Button>
      {snapshot}
    </div>
  );
}
