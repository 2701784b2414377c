// Whether Meridian is open to others: one button, what that means, and where people come in.
import { Copy, DoorClosed, DoorOpen } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { authorityAddress, closeShare, openShare } from "../api/share";
import type { ShareState } from "../api/types";
import { copyText } from "../desktop/files";
import { formatMoment } from "../format/time";
import { useLocale, useText } from "../i18n/text";
import { useWork, type Work } from "../shell/model/useWork";
import { usePreferences } from "../shell/preferences";
import { useFaultWords } from "../shell/useFaultWords";
import { shareKey, useShare } from "../shell/useSharing";
import { Button } from "../ui/Button";
import { Badge, FailedState, Skeleton } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { minutesWords } from "./minutes";
import { Program } from "./Program";
import styles from "./HostStatus.module.css";
import { QR } from "./QR";
import { Setup } from "./Setup";

/** The host's half of sharing. */
export function HostStatus() {
  const words = useFaultWords();
  const t = useText();
  const queries = useQueryClient();
  const share = useShare();
  const work = useWork(() => void queries.invalidateQueries({ queryKey: shareKey }));
  if (share.error) return <FailedState title={words(share.error).title} fix={words(share.error).fix} actions={<Button onClick={() => void share.refetch()}>{t("app.again")}</Button>} />;
  if (!share.data) return <Skeleton height={160} />;
  const state = share.data;
  const open = state.phase !== "off" && state.phase !== "failed";
  return (
    <div className={styles.host}>
      <Told state={state} />
      {state.address && <Link state={state} />}
      {open ? <Close state={state} /> : <Open state={state} work={work} />}
      {open && <Facts state={state} />}
      {!open && <Setup state={state} error={work.error} />}
      {(state.why === "share.noProgram" || state.why === "share.oldProgram") && <Program work={work} />}
    </div>
  );
}

const tones = { off: "neutral", opening: "accent", live: "good", degraded: "warn", failed: "bad", stopping: "neutral" } as const;

function look(phase: ShareState["phase"]): keyof typeof tones {
  if (phase === "reconnecting" || phase === "restarting") return "degraded";
  return phase === "off" || phase === "live" || phase === "degraded" || phase === "failed" || phase === "stopping" ? phase : "opening";
}

/** Where it stands, in a sentence, and what can be done about it. */
function Told({ state }: { state: ShareState }) {
  const t = useText();
  const locale = useLocale();
  const shown = look(state.phase);
  return (
    <div role="status" aria-label={t("share.state")} className={styles.told}>
      <Badge tone={tones[shown]}>{t(`share.phase.${shown}`)}</Badge>
      <div>
        <p>{state.text[locale]}</p>
        {state.fix[locale] && <p className={styles.quiet}>{state.fix[locale]}</p>}
        {state.again && <p className={styles.quiet}>{t("share.retry", { time: formatMoment(new Date(state.again), locale) })}</p>}
        {state.moved && <Note tone="warning">{t("share.moved")}</Note>}
      </div>
    </div>
  );
}

/** The address, to be copied or shown to a telephone. */
function Link({ state }: { state: ShareState }) {
  const t = useText();
  const { toast } = useToast();
  const copy = () => void copyText(state.address).then(() => toast({ text: t("share.copied") }));
  return (
    <div className={styles.link}>
      <QR text={state.address} label={t("share.qr")} />
      <div className={styles.address}>
        <h3 className={styles.h3}>{t("share.address")}</h3>
        <p className={styles.url}>{state.address}</p>
        <Button icon={<Copy size={16} aria-hidden />} onClick={copy}>
          {t("share.copy")}
        </Button>
      </div>
    </div>
  );
}

function Open({ state, work }: { state: ShareState; work: Work }) {
  const t = useText();
  const words = useFaultWords();
  const { settings } = usePreferences();
  const [asking, setAsking] = useState(false);
  const { way, minutes } = settings.share;
  const open = () => {
    setAsking(false);
    work.begin(t("share.open"), () => openShare({ way, minutes, consent: true }));
  };
  return (
    <>
      <Button look="primary" size="large" icon={<DoorOpen size={18} aria-hidden />} busy={work.name !== ""} onClick={() => setAsking(true)}>
        {t(state.phase === "failed" ? "share.again" : "share.open")}
      </Button>
      {work.error !== null && state.phase !== "failed" && (
        <Note tone="error" alert>
          {[words(work.error).title, words(work.error).fix].join(" ")}
        </Note>
      )}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("share.consent.title")}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t("share.consent.cancel")}</Button>
            <Button look="primary" onClick={open}>
              {t("share.consent.agree")}
            </Button>
          </>
        }
      >
        <ul className={styles.consent}>
          <li>{t(way === "nearby" ? "share.consent.nearby" : "share.consent.anyone")}</li>
          {way !== "nearby" && <li>{t("share.consent.cloudflare")}</li>}
          <li>{t("share.consent.awake")}</li>
          <li>{t("share.consent.until", { when: minutes === 0 ? t("share.never") : minutesWords(t, minutes) })}</li>
        </ul>
      </Dialog>
    </>
  );
}

function Close({ state }: { state: ShareState }) {
  const t = useText();
  const queries = useQueryClient();
  const words = useFaultWords();
  const { toast } = useToast();
  const [closing, setClosing] = useState(false);
  const close = async () => {
    setClosing(true);
    try {
      queries.setQueryData(shareKey, await closeShare());
    } catch (thrown) {
      toast({ text: words(thrown).title, tone: "bad" });
    }
    setClosing(false);
  };
  return (
    <Button look="danger" size="large" icon={<DoorClosed size={18} aria-hidden />} busy={closing || state.phase === "stopping"} onClick={() => void close()}>
      {t("share.close")}
    </Button>
  );
}

/** What is known of what is open. */
function Facts({ state }: { state: ShareState }) {
  const t = useText();
  const locale = useLocale();
  const nearby = state.way === "nearby";
  const route =
    state.roundTrip > 0 && state.location
      ? t("share.route.text", { protocol: state.protocol === "quic" ? "QUIC" : "HTTP/2", location: state.location.toUpperCase(), ms: `${Math.round(state.roundTrip)} ms` })
      : t("share.route.unknown");
  return (
    <>
      <dl className={styles.facts}>
        {state.since && <Fact name={t("share.since")}>{formatMoment(new Date(state.since), locale)}</Fact>}
        <Fact name={t("share.until")}>{state.until ? formatMoment(new Date(state.until), locale) : t("share.never")}</Fact>
        <Fact name={t("share.sees")}>{t(nearby ? "share.sees.nearby" : "share.sees.text")}</Fact>
        {!nearby && (
          <Fact name={t("share.route")}>
            {route}
            {state.restarts > 0 && ` · ${t("share.restarts", { count: state.restarts })}`}
          </Fact>
        )}
        {state.program && <Fact name={t("share.program")}>{t("share.program.text", { version: state.program.version, path: state.program.path })}</Fact>}
        {state.fingerprint && (
          <Fact name={t("share.fingerprint")}>
            <code className={styles.code}>{state.fingerprint}</code>
          </Fact>
        )}
        {state.ownCA && (
          <Fact name={t("share.authority")}>
            <a href={authorityAddress} download>
              {t("share.authority.get")}
            </a>
            <p className={styles.quiet}>{t("share.authority.why")}</p>
          </Fact>
        )}
      </dl>
      {state.location && !state.near && locale === "ko" && <Note tone="remark">{t("share.far", { location: state.location.toUpperCase() })}</Note>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
