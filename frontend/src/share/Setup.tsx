// How people come here, once it is opened.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Fault } from "../api/fault";
import { getNetwork } from "../api/network";
import { putShareToken } from "../api/share";
import type { Settings, ShareState } from "../api/types";
import { useLocale, useText } from "../i18n/text";
import { usePreferences } from "../shell/preferences";
import { TypedSetting } from "../shell/TypedSetting";
import { useFaultWords } from "../shell/useFaultWords";
import { shareKey } from "../shell/useSharing";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { NumberInput, SecretInput, Select } from "../ui/Inputs";
import { PlaceProvider } from "../ui/left";
import { Note } from "../ui/Note";
import { Segmented } from "../ui/Segmented";
import { Switch } from "../ui/Switch";
import { useToast } from "../ui/Toast";
import styles from "./HostStatus.module.css";
import { minutesOffered, minutesWords } from "./minutes";

type Chosen = Settings["share"];

/** `error` is why the last try to open it was refused, or null. */
export function Setup({ state, error }: { state: ShareState; error: unknown }) {
  const t = useText();
  const { settings, change } = usePreferences();
  const chosen = settings.share;
  const set = (patch: Partial<Chosen>) => change({ share: { ...chosen, ...patch } });
  const wrong = useWrong(state, error);
  const offered = minutesOffered.some((m) => m === chosen.minutes) ? [...minutesOffered] : [chosen.minutes, ...minutesOffered];
  return (
    <div className={styles.setup}>
      <Segmented
        wide
        label={t("share.way")}
        value={chosen.way}
        onChange={(way) => set({ way })}
        options={[
          { value: "quick", label: t("share.way.quick") },
          { value: "named", label: t("share.way.named") },
          { value: "nearby", label: t("share.way.nearby") },
        ]}
      />
      <p className={styles.quiet}>{t(`share.way.${chosen.way}.hint`)}</p>
      <Field label={t("share.minutes")}>
        <Select value={String(chosen.minutes)} options={offered.map((m) => ({ value: String(m), label: minutesWords(t, m) }))} onChange={(m) => set({ minutes: Number(m) })} />
      </Field>
      {chosen.way === "named" && <Named state={state} chosen={chosen} set={set} wrong={wrong} />}
      {chosen.way === "nearby" && <Nearby chosen={chosen} set={set} wrong={wrong} />}
      {chosen.way !== "nearby" && (
        <details open={wrong("program") !== undefined || undefined}>
          <summary className={styles.quiet}>{t("share.setup")}</summary>
          <TypedSetting label={t("share.path")} hint={t("share.path.hint")} wrong={wrong("program")} value={chosen.program} pointer="/share/program" patch={(program) => ({ share: { ...chosen, program } })} />
        </details>
      )}
    </div>
  );
}

type About = "host" | "token" | "program" | "address" | "certificate";

/** What each field is about, among the reasons for which Meridian could not be opened. */
const reasons: Record<About, readonly string[]> = {
  host: ["share.noHost", "share.misrouted"],
  token: ["share.noToken", "share.badToken", "share.revoked"],
  program: ["share.oldProgram", "share.unsafeProgram", "share.badProgram"],
  address: ["share.badAddress"],
  certificate: ["share.certificate"],
};

/** Why it could not be opened, beside the field that it is about; the state above reads it out. */
function useWrong({ phase, why, text, fix }: ShareState, error: unknown): (field: About) => string | undefined {
  const locale = useLocale();
  const words = useFaultWords();
  const said = phase === "failed" ? { title: text[locale], fix: fix[locale] } : words(error);
  const code = phase === "failed" ? (why ?? "") : error ? Fault.of(error).code : "";
  return (field) => (reasons[field].includes(code) ? [said.title, said.fix].filter(Boolean).join(" ") : undefined);
}

interface Part {
  chosen: Chosen;
  wrong: (field: About) => string | undefined;
  set: (patch: Partial<Chosen>) => void;
}

/** A tunnel that the owner has at Cloudflare. */
function Named({ state, chosen, set, wrong }: Part & { state: ShareState }) {
  const t = useText();
  return (
    <>
      <TypedSetting label={t("share.host")} hint={t("share.host.hint")} wrong={wrong("host")} value={chosen.host} placeholder="plan.example.org" pointer="/share/host" patch={(host) => ({ share: { ...chosen, host } })} />
      <PlaceProvider value="share">
        <Field label={t("share.port")} hint={t("share.port.hint")}>
          <NumberInput value={chosen.port || null} min={1024} max={65535} onCommit={(port) => set({ port: port ?? 0 })} />
        </Field>
      </PlaceProvider>
      <Token there={state.hasToken} wrong={wrong("token")} />
      <Switch label={t("share.resume")} checked={chosen.resume} onChange={(resume) => set({ resume })} />
    </>
  );
}

function Token({ there, wrong }: { there: boolean; wrong: string | undefined }) {
  const t = useText();
  const words = useFaultWords();
  const queries = useQueryClient();
  const { toast } = useToast();
  const [token, setToken] = useState("");
  const [error, setError] = useState<unknown>(null);
  const keep = async (text: string) => {
    try {
      await putShareToken(text);
    } catch (thrown) {
      return setError(thrown);
    }
    setError(null);
    setToken("");
    toast({ text: t(text ? "share.token.kept" : "share.token.gone") });
    return queries.invalidateQueries({ queryKey: shareKey });
  };
  return (
    <>
      <Field label={t("share.token")} hint={there ? t("share.token.there") : t("share.token.hint")} error={error ? [words(error).title, words(error).fix].join(" ") : wrong} heard={!error}>
        <SecretInput value={token} onType={setToken} />
      </Field>
      <p className={styles.buttons}>
        <Button size="small" why={token.trim() === "" && t("why.token")} onClick={() => void keep(token.trim())}>
          {t("share.token.keep")}
        </Button>
        {there && (
          <Button size="small" look="quiet" onClick={() => void keep("")}>
            {t("share.token.forget")}
          </Button>
        )}
      </p>
    </>
  );
}

/** Straight over the network that this computer is in. */
function Nearby({ chosen, set, wrong }: Part) {
  const t = useText();
  const network = useQuery({ queryKey: ["network"], queryFn: ({ signal }) => getNetwork(signal) });
  const addresses = network.data?.addresses ?? [];
  const all = chosen.address === "" || addresses.includes(chosen.address) ? addresses : [chosen.address, ...addresses];
  return (
    <>
      <Field label={t("share.at")} error={wrong("address")} heard>
        <Select
          value={chosen.address}
          options={[{ value: "", label: t("share.at.auto", { address: addresses[0] ?? t("share.at.none") }) }, ...all.map((address) => ({ value: address, label: address }))]}
          onChange={(address) => set({ address })}
        />
      </Field>
      <details open={wrong("certificate") !== undefined || undefined}>
        <summary className={styles.quiet}>{t("share.setup")}</summary>
        <TypedSetting label={t("share.cert")} hint={t("share.cert.hint")} wrong={wrong("certificate")} value={chosen.certificate} pointer="/share/certificate" patch={(certificate) => ({ share: { ...chosen, certificate } })} />
        <TypedSetting label={t("share.key")} value={chosen.key} pointer="/share/key" patch={(key) => ({ share: { ...chosen, key } })} />
      </details>
      {network.data && addresses.length === 0 && <Note tone="warning">{t("share.at.none")}</Note>}
    </>
  );
}
