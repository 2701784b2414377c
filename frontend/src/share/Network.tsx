// Everything by which the program speaks to others, as it happens, and its own attempts to leak.
import { useQuery } from "@tanstack/react-query";
import { Printer, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { getNetwork, tryLeaks } from "../api/network";
import type { NetworkTrial, TrafficFinding, TrafficWay } from "../api/types";
import { formatCount, formatSize } from "../format/number";
import { formatClock } from "../format/time";
import { printPage } from "../desktop/print";
import { useLocale, useText } from "../i18n/text";
import { useSession } from "../shell/session";
import { useFaultWords } from "../shell/useFaultWords";
import { useTitle } from "../shell/useTitle";
import { sharedWith, useSharing } from "../shell/useSharing";
import { Button } from "../ui/Button";
import { Badge, FailedState, Skeleton } from "../ui/Card";
import { Note } from "../ui/Note";
import { AccessDoor } from "./AccessDoor";
import styles from "./Network.module.css";

/** Milliseconds between two looks. */
const lookEvery = 2000;

export default function Network() {
  const t = useText();
  const words = useFaultWords();
  useTitle(t("network.title"));
  const { you } = useSession();
  const account = useQuery({ queryKey: ["network"], queryFn: ({ signal }) => getNetwork(signal), refetchInterval: lookEvery });
  if (account.error)
    return (
      <div className={styles.page}>
        <FailedState page title={words(account.error).title} fix={words(account.error).fix} actions={<Button onClick={() => void account.refetch()}>{t("app.again")}</Button>} />
      </div>
    );
  const ways = account.data?.ways ?? [];
  return (
    <div className={styles.page}>
      <h1 className={styles.h1}>{account.data ? <Headline ways={ways} /> : t("network.title")}</h1>
      <p className={styles.lede}>{t("network.lede", { host: window.location.host })}</p>
      <Trial />
      {account.isPending ? <Skeleton height={240} /> : kinds.map((kind) => <Kind key={kind} kind={kind} ways={ways.filter((w) => w.kind === kind)} />)}
      {you.role === "owner" && !you.looking && <AccessDoor />}
      <p className={styles.print}>
        <Button look="quiet" size="small" icon={<Printer size={16} aria-hidden />} onClick={printPage}>
          {t("network.print")}
        </Button>
      </p>
    </div>
  );
}

const kinds = ["listening", "child", "outgoing"] as const;

/** What the account comes to, in one sentence. */
function Headline({ ways }: { ways: TrafficWay[] }) {
  const t = useText();
  const shared = sharedWith(useSharing());
  if (shared) return t("network.h1.shared");
  const beyond = ways.filter((w) => w.kind !== "listening" && w.scope !== "machine" && w.requests > 0).length;
  if (beyond === 0) return t("network.h1.local");
  return beyond === 1 ? t("network.h1.used.one") : t("network.h1.used.many", { count: beyond });
}

function Kind({ kind, ways }: { kind: (typeof kinds)[number]; ways: TrafficWay[] }) {
  const t = useText();
  const columns = ["purpose", "address", "reach", "uses", "bytes", "last"] as const;
  return (
    <section className={styles.kind} aria-labelledby={`network-${kind}`}>
      <h2 id={`network-${kind}`} className={styles.h2}>
        {t(`network.kind.${kind}`)}
      </h2>
      {ways.length === 0 ? (
        <p className={styles.quiet}>{t("network.none")}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map((c) => (
                <th key={c} scope="col">
                  {t(`network.col.${c}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ways.map((w) => (
              <Line key={w.purpose + w.address} way={w} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What was refused is counted together, and no address of it is kept. */
const elsewhere = "elsewhere";

const scopeTones = { machine: "good", nearby: "warn", internet: "accent" } as const;

function Line({ way: w }: { way: TrafficWay }) {
  const t = useText();
  const locale = useLocale();
  return (
    <tr>
      <th scope="row">{w.text[locale]}</th>
      <td data-name={t("network.col.address")} className={styles.address}>
        <span>
          {w.address === elsewhere ? t("network.elsewhere") : w.address} {w.open && <Badge tone="good">{t("network.open")}</Badge>}
        </span>
      </td>
      <td data-name={t("network.col.reach")}>
        {w.address === elsewhere ? "–" : <Badge tone={scopeTones[w.scope]}>{t(`network.scope.${w.scope}`)}</Badge>}
      </td>
      <td data-name={t("network.col.uses")} className={styles.number}>
        <span>
          {formatCount(w.requests, locale)}
          {w.refused > 0 && <span className={styles.quiet}> {t("network.refused", { count: formatCount(w.refused, locale) })}</span>}
        </span>
      </td>
      <td data-name={t("network.col.bytes")} className={styles.number}>
        <span>
          {formatSize(w.sent)} / {formatSize(w.received)}
        </span>
      </td>
      <td data-name={t("network.col.last")} className={styles.number}>
        {w.last ? formatClock(new Date(w.last), locale) : t("network.never")}
      </td>
    </tr>
  );
}

const verdictTones = { held: "good", leaked: "bad", warning: "warn", skipped: "neutral" } as const;

/** The self-test: it attacks, and tells what came of it. */
function Trial() {
  const t = useText();
  const words = useFaultWords();
  const [trial, setTrial] = useState<NetworkTrial | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      setTrial(await tryLeaks());
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  const findings = trial?.findings ?? [];
  const leaked = findings.some((f) => f.verdict === "leaked");
  const tried = findings.filter((f) => f.verdict !== "skipped").length;
  return (
    <section className={styles.trial} aria-labelledby="network-test">
      <h2 id="network-test" className={styles.h2}>
        {t("network.test.h")}
      </h2>
      <p className={styles.quiet}>{t("network.test.why")}</p>
      <p className={styles.run}>
        <Button look="primary" icon={<ShieldCheck size={18} aria-hidden />} busy={busy} onClick={() => void run()}>
          {t(busy ? "network.test.running" : "network.test")}
        </Button>
        <span role="status">{trial && !busy && t(leaked ? "network.test.failed" : "network.test.passed", { count: tried })}</span>
      </p>
      {error !== null && (
        <Note tone="error" alert>
          {words(error).title}
        </Note>
      )}
      {findings.length > 0 && (
        <ul className={styles.findings}>
          {findings.map((f) => (
            <Found key={f.id} finding={f} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Found({ finding: f }: { finding: TrafficFinding }) {
  const t = useText();
  const locale = useLocale();
  return (
    <li className={styles.finding}>
      <Badge tone={verdictTones[f.verdict]}>{t(`network.verdict.${f.verdict}`)}</Badge>
      <span>
        {f.text[locale]} <span className={styles.quiet}>{f.fix[locale]}</span>
      </span>
    </li>
  );
}
