// All that is shown while the lock is shut. It knows nothing of what lies behind it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { speak } from "../api/client";
import { getLock, openLock, setLock } from "../api/lock";
import type { LockState } from "../api/types";
import { learn } from "../i18n/spoken";
import { LocaleProvider, useText } from "../i18n/text";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { SecretInput } from "../ui/Inputs";
import styles from "./LockScreen.module.css";
import { showAgain } from "./lockState";
import { differs } from "./making";
import { Mark } from "./Mark";
import { localeOf } from "./preferences";
import { useFaultWords } from "./useFaultWords";

const dark = () => window.matchMedia("(prefers-color-scheme: dark)").matches;

export default function LockScreen() {
  const lock = useQuery({ queryKey: ["lock", "shut"], queryFn: getLock, refetchInterval: 2000 });
  const state = lock.data;
  const locale = localeOf(state?.locale ?? "", state?.window ? [state.system] : navigator.languages);
  const words = useQuery({ queryKey: ["words", locale], queryFn: () => learn(locale).then(() => true), staleTime: Infinity, enabled: state !== undefined });
  useEffect(() => {
    document.title = "Meridian";
  }, []);
  useEffect(() => {
    if (!state) return;
    document.documentElement.lang = locale;
    document.documentElement.dataset["theme"] = state.theme === "system" ? (dark() ? "dark" : "light") : state.theme;
    speak(locale);
  }, [state, locale]);
  const [renewing, setRenewing] = useState("");
  useEffect(() => {
    if (state && !state.shut && !renewing) showAgain(); // opened in another window
  }, [state, renewing]);
  if (!state || !words.data) return null;
  return (
    <LocaleProvider locale={locale}>
      <main className={styles.page}>
        <div className={styles.card}>
          <Mark className={styles.mark} />
          {renewing ? <Renew present={renewing} /> : <Open state={state} recovered={setRenewing} />}
        </div>
      </main>
    </LocaleProvider>
  );
}

function Open({ state, recovered }: { state: LockState; recovered: (key: string) => void }) {
  const t = useText();
  const words = useFaultWords();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const wait = useCountdown(state.wait);
  const open = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || wait > 0 || typed === "") return;
    setBusy(true);
    setTrouble("");
    try {
      const opened = await openLock(typed);
      if (opened.byRecovery) recovered(typed);
      else showAgain();
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(`${title} ${fix}`);
      setTyped((now) => (now === typed ? "" : now)); // not what was typed meanwhile
      await queries.invalidateQueries({ queryKey: ["lock", "shut"] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1 className={styles.h1}>{t("lock.shut")}</h1>
      <form className={styles.form} onSubmit={(event) => void open(event)}>
        <Field label={t("lock.passphrase")} hint={t(state.recovery ? "lock.forgotten" : "lock.forgotten.none")} error={trouble}>
          <SecretInput value={typed} onType={setTyped} autoFocus />
        </Field>
        <Button look="primary" size="large" type="submit" busy={busy} why={wait > 0 ? t("lock.wait", { seconds: wait }) : typed === "" && t("why.passphrase")}>
          {wait > 0 ? t("lock.wait", { seconds: wait }) : t("lock.open")}
        </Button>
        <p role="status" className={styles.quiet}>
          {busy && t("lock.busy")}
        </p>
      </form>
      <p className={styles.quiet}>{t("lock.honest")}</p>
    </>
  );
}

/** Seconds that run down from what the host said last. */
function useCountdown(from: number): number {
  const [left, setLeft] = useState(from);
  const [before, setBefore] = useState(from);
  if (before !== from) {
    setBefore(from);
    setLeft(from);
  }
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}

const shortest = 6; // bytes, as the backend counts

/** Whoever came in by the recovery key chooses a passphrase they know. */
function Renew({ present }: { present: string }) {
  const t = useText();
  const words = useFaultWords();
  const [first, setFirst] = useState("");
  const [again, setAgain] = useState("");
  const [trouble, setTrouble] = useState("");
  const short = first !== "" && new TextEncoder().encode(first).length < shortest;
  const renew = async (event: FormEvent) => {
    event.preventDefault();
    if (short || first === "" || first !== again) return;
    setTrouble("");
    try {
      await setLock(first, present);
      showAgain();
    } catch (thrown) {
      const { title, fix } = words(thrown);
      setTrouble(`${title} ${fix}`);
    }
  };
  return (
    <>
      <h1 className={styles.h1}>{t("lock.renew")}</h1>
      <form className={styles.form} onSubmit={(event) => void renew(event)}>
        <p>{t("lock.renew.about")}</p>
        <Field label={t("lock.passphrase.new")} hint={t("lock.passphrase.hint")} error={(short && t("lock.passphrase.short")) || trouble}>
          <SecretInput value={first} onType={setFirst} autoFocus />
        </Field>
        <Field label={t("lock.passphrase.again")} error={differs(first, again) && t("backup.passphrase.differs")}>
          <SecretInput value={again} onType={setAgain} />
        </Field>
        <Button look="primary" size="large" type="submit" why={(short || first === "" || first !== again) && t("why.passphrase.new")}>
          {t("lock.renew.do")}
        </Button>
        <Button look="quiet" onClick={showAgain}>
          {t("lock.renew.later")}
        </Button>
      </form>
    </>
  );
}
