// What somebody sees who opens an invitation: before there is a session, settings or a plan.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Fault } from "../api/fault";
import { join, lookInvitation } from "../api/guests";
import type { InvitationOffer } from "../api/types";
import { formatMoment } from "../format/time";
import { LocaleProvider, useLocale, useText } from "../i18n/text";
import { learn, type Locale } from "../i18n/spoken";
import { speak } from "../api/client";
import { Mark } from "../shell/Mark";
import { useFaultWords } from "../shell/useFaultWords";
import { Button } from "../ui/Button";
import { FailedState, Skeleton } from "../ui/Card";
import { Note } from "../ui/Note";
import styles from "./People.module.css";
import { sections, tokenOf } from "./terms";

/** The page of an invitation, in the language of the browser. */
export default function Join() {
  const locale: Locale = navigator.languages[0]?.toLowerCase().startsWith("ko") ? "ko" : "en";
  const words = useQuery({ queryKey: ["words", locale], queryFn: () => learn(locale).then(() => true) });
  useEffect(() => {
    speak(locale);
    document.documentElement.lang = locale;
    document.documentElement.dataset["theme"] = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }, [locale]);
  if (!words.data) return null;
  return (
    <LocaleProvider locale={locale}>
      <main className={styles.join}>
        <Mark className={styles.joinMark} />
        <Invitation />
      </main>
    </LocaleProvider>
  );
}

/** The secret leaves the address as soon as it is read, so that no history keeps it. */
function useToken(): string {
  const [token] = useState(() => tokenOf(window.location.hash));
  useEffect(() => window.history.replaceState(null, "", "/join"), []);
  return token;
}

function Invitation() {
  const t = useText();
  const words = useFaultWords();
  const token = useToken();
  const offer = useQuery({ queryKey: ["invitation"], queryFn: () => lookInvitation(token), retry: false, enabled: token !== "", staleTime: Infinity });
  if (token === "") return <FailedState page title={t("join.noToken")} fix={t("join.noToken.fix")} />;
  if (offer.error) {
    const refusal = words(offer.error);
    const again = Fault.of(offer.error).status === 429 || Fault.of(offer.error).status === 0;
    return <FailedState page title={refusal.title} fix={refusal.fix} actions={again && <Button onClick={() => void offer.refetch()}>{t("app.again")}</Button>} />;
  }
  return offer.data ? <Offer offer={offer.data} token={token} /> : <Skeleton height={220} />;
}

function Offer({ offer, token }: { offer: InvitationOffer; token: string }) {
  const t = useText();
  const locale = useLocale();
  const words = useFaultWords();
  const enter = useMutation({ mutationFn: () => join(token), onSuccess: () => window.location.replace("/") });
  return (
    <>
      <h1 className={styles.h1}>{t("join.title", { name: offer.name })}</h1>
      <p>{t(`join.role.${offer.role}`)}</p>
      <dl className={styles.offer}>
        <dt>{t("people.sections")}</dt>
        <dd>{offer.sections.length === sections.length ? t("people.sees.all") : offer.sections.map((s) => t(`people.section.${s}`)).join(" · ")}</dd>
        <dt>{t("people.money")}</dt>
        <dd>{t(`people.money.${offer.money}`)}</dd>
        <dt>{t("join.until")}</dt>
        <dd>{formatMoment(new Date(offer.expires), locale)}</dd>
      </dl>
      <div className={styles.spoken}>
        <div className={styles.label}>{t("people.words")}</div>
        <ol className={styles.words}>
          {offer.words[locale].map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ol>
        <Note>{t("join.words.hint")}</Note>
      </div>
      {enter.error && (
        <Note tone="error" alert>
          {words(enter.error).title} {words(enter.error).fix}
        </Note>
      )}
      <div className={styles.acts}>
        <Button look="primary" size="large" busy={enter.isPending || enter.isSuccess} onClick={() => enter.mutate()}>
          {t("join.enter")}
        </Button>
      </div>
      <Note>{t("join.about")}</Note>
    </>
  );
}
