import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { archivePlan, listPlans, restorePlan } from "../api/plans";
import { getHealth, getLicences } from "../api/session";
import type { Settings as Chosen } from "../api/types";
import { openLink } from "../desktop/files";
import { useLocale, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Badge, FailedState, Skeleton } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Segmented } from "../ui/Segmented";
import { useToast } from "../ui/Toast";
import { Backups } from "./Backups";
import { LockRow } from "./LockRow";
import { Model } from "./model/Model";
import { usePowers } from "./powers";
import { usePreferences } from "./preferences";
import { Row } from "./Row";
import { useSession } from "./session";
import styles from "./Settings.module.css";
import { plansKey } from "./TopBar";
import { Updates } from "./Updates";
import { useFaultWords } from "./useFaultWords";
import { useTitle } from "./useTitle";

/** How Meridian looks and speaks, and what it is. */
export default function Settings() {
  const t = useText();
  useTitle(t("settings.title"));
  const { settings, change } = usePreferences();
  const { you } = useSession();
  const { admits: keeps, archives } = usePowers(); // what is on the host is the owner's
  const choose = <N extends "locale" | "theme" | "basis" | "privacy">(name: N, label: string, options: readonly { value: Chosen[N]; label: string }[]) => (
    <Segmented label={label} value={settings[name]} onChange={(value) => change({ [name]: value })} options={options} />
  );
  return (
    <div className={styles.page}>
      <h1 className={styles.h1}>{t("settings.h1")}</h1>
      <Row name={t("settings.language")}>
        {choose("locale", t("settings.language"), [
          { value: "", label: t("settings.language.system") },
          { value: "en", label: "English" },
          { value: "ko", label: "한국어" },
        ])}
      </Row>
      <Row name={t("settings.theme")}>
        {choose("theme", t("settings.theme"), [
          { value: "system", label: t("settings.theme.system") },
          { value: "light", label: t("settings.theme.light") },
          { value: "dark", label: t("settings.theme.dark") },
        ])}
      </Row>
      <Row name={t("settings.basis")} hint={t("settings.basis.hint")}>
        {choose("basis", t("settings.basis"), [
          { value: "real", label: t("bar.basis.real") },
          { value: "nominal", label: t("bar.basis.nominal") },
        ])}
      </Row>
      <Row name={t("settings.privacy")} hint={t("settings.privacy.hint")}>
        {choose("privacy", t("settings.privacy"), [
          { value: "show", label: t("settings.privacy.show") },
          { value: "blur", label: t("settings.privacy.blur") },
          { value: "scramble", label: t("settings.privacy.scramble") },
        ])}
      </Row>
      {keeps && (
        <Row name={t("model.title")} hint={t("model.hint")}>
          <Model />
        </Row>
      )}
      {keeps && (
        <Row name={t("path.title")} hint={t("path.edit.hint")}>
          <Link to="/settings/path">{t("path.edit")}</Link>
        </Row>
      )}
      {you.role === "owner" && !you.remote && (
        <Row name={t("share.title")} hint={t("share.hint")}>
          <p className={styles.hint}>
            <Link to="/people">{t("nav.people")}</Link> · <Link to="/network">{t("network.title")}</Link>
          </p>
        </Row>
      )}
      {archives && <Plans />}
      {you.role === "owner" && !you.remote && <LockRow />}
      {keeps && <Backups />}
      {you.role === "owner" && !you.remote && <Updates />}
      <Health />
      <About />
    </div>
  );
}

function Plans() {
  const t = useText();
  const go = useNavigate();
  const queries = useQueryClient();
  const { toast } = useToast();
  const words = useFaultWords();
  const { settings, change } = usePreferences();
  const plans = useQuery({ queryKey: plansKey, queryFn: listPlans });
  const plan = plans.data?.find((p) => p.id === settings.lastPlan);
  if (!plan) return null;
  const again = () => queries.invalidateQueries({ queryKey: plansKey });
  const fail = (thrown: unknown) => toast({ text: words(thrown).title, tone: "bad" });
  const restore = () => restorePlan(plan.id).then(() => go(`/h/${plan.id}/today`), fail).then(again);
  const archive = async () => {
    try {
      await archivePlan(plan.id);
    } catch (thrown) {
      return fail(thrown);
    }
    change({ lastPlan: "", lastPath: "" });
    await again();
    toast({ text: t("settings.archived", { name: plan.name }), act: { label: t("bar.undo"), run: () => void restore() } });
    return go("/");
  };
  return (
    <Row name={t("settings.household")} hint={t("settings.archive.hint")}>
      <p>{plan.name}</p>
      <p className={styles.hint}>
        <Button look="danger" size="small" onClick={() => void archive()}>
          {t("settings.archive")}
        </Button>
      </p>
    </Row>
  );
}

const tones = { ok: "good", warn: "warn", fail: "bad" } as const;

function Health() {
  const t = useText();
  const locale = useLocale();
  const health = useQuery({ queryKey: ["health"], queryFn: getHealth });
  if (!health.data || health.data.checks.length === 0) return null;
  return (
    <Row name={t("settings.health")}>
      {health.data.checks.map((check) => (
        <p key={check.id} className={styles.check}>
          <Badge tone={tones[check.state]}>{t(`settings.health.${check.state}`)}</Badge>
          <span>
            {check.text[locale]} {check.state !== "ok" && check.fix[locale]}
          </span>
        </p>
      ))}
    </Row>
  );
}

const licence = "https://www.apache.org/licenses/LICENSE-2.0";

function About() {
  const t = useText();
  const [reading, setReading] = useState(false);
  const session = useSession();
  return (
    <Row name={t("settings.about")} hint={t("settings.advice")}>
      <dl className={styles.about}>
        <dt>{t("settings.version")}</dt>
        <dd>{session.version}</dd>
        <dt>{t("settings.engine")}</dt>
        <dd>{session.engine}</dd>
        <dt>{t("method.title")}</dt>
        <dd>
          <Link to="/method">{t("method.about")}</Link>
        </dd>
        <dt>{t("settings.licence")}</dt>
        <dd>
          <a
            href={licence}
            onClick={(event) => {
              event.preventDefault();
              openLink(session.native, licence);
            }}
          >
            Apache 2.0
          </a>
          . {t("settings.licence.text")}
          <p>
            <Button look="quiet" size="small" onClick={() => setReading(true)}>
              {t("settings.licences")}
            </Button>
          </p>
        </dd>
      </dl>
      <Dialog open={reading} onClose={() => setReading(false)} title={t("settings.licences")}>
        <Licences />
      </Dialog>
    </Row>
  );
}

function Licences() {
  const t = useText();
  const words = useFaultWords();
  const text = useQuery({ queryKey: ["licences"], queryFn: getLicences, staleTime: Infinity });
  if (text.error) return <FailedState title={words(text.error).title} fix={words(text.error).fix} />;
  if (!text.data) return <Skeleton height={240} />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <pre className={styles.licences} tabIndex={0} role="region" aria-label={t("settings.licences.text")} lang="en">
      {text.data}
    </pre>
  );
}
