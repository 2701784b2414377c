// The language model: where it runs, which one answers, how to get one, and whether it is any good.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { examine, fetchHost, getExamination, getModels, getOffer, getSuggestions, importModel, pullModel } from "../../api/models";
import type { Finding, HostingModel, HostingState as State, Settings, Suggestion } from "../../api/types";
import { formatCount, formatSize } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { Button } from "../../ui/Button";
import { Badge, Skeleton } from "../../ui/Card";
import { Field } from "../../ui/Field";
import { NumberInput, Select, TextInput } from "../../ui/Inputs";
import { PlaceProvider } from "../../ui/left";
import { useTyped } from "../../ui/useTyped";
import { usePreferences } from "../preferences";
import { TypedSetting } from "../TypedSetting";
import { useFaultWords } from "../useFaultWords";
import styles from "./Model.module.css";
import { Sureness } from "./Sureness";
import { useWork, type Work } from "./useWork";

const modelsKey = ["model"] as const;
const examinationKey = ["model", "examination"] as const;

export function Model() {
  const t = useText();
  const words = useFaultWords();
  const queries = useQueryClient();
  const state = useQuery({ queryKey: modelsKey, queryFn: ({ signal }) => getModels(signal), refetchInterval: 5000 });
  const again = useCallback(() => void queries.invalidateQueries({ queryKey: modelsKey }), [queries]);
  const work = useWork(again);
  const [typedIn, setTypedIn] = useState<TypedIn>(""); // what was begun last came from there, and so do its words go
  const other: Work = {
    ...work,
    begin: (name, start) => {
      setTypedIn("");
      work.begin(name, start);
    },
  };
  if (state.error) return <p className={styles.quiet}>{words(state.error).title}</p>;
  if (!state.data) return <Skeleton height={120} />;
  const answers = state.data.phase === "ready";
  return (
    <div className={styles.model}>
      <p>{t(`model.phase.${phaseOf(state.data)}`, { address: state.data.address, version: state.data.version })}</p>
      {state.data.phase === "absent" && <Get work={other} />}
      <Choose state={state.data} />
      {answers || state.data.phase === "stopped" ? <Add state={state.data} work={work} typedIn={typedIn} setTypedIn={setTypedIn} /> : null}
      <Progress work={work} told={typedIn !== ""} />
      <Doctor work={other} />
      <Sureness work={other} />
    </div>
  );
}

/** The field that names a model, the field of a file, or neither. */
type TypedIn = "name" | "path" | "";

const phases = ["absent", "stopped", "starting", "ready", "failed"] as const;

function phaseOf(state: State): (typeof phases)[number] {
  return phases.find((p) => p === state.phase) ?? "failed";
}

/** Where the program of a model host comes from. Its makers are asked only when somebody wants to know. */
function Get({ work }: { work: Work }) {
  const t = useText();
  const words = useFaultWords();
  const [asked, setAsked] = useState(false);
  const offer = useQuery({ queryKey: ["model", "offer"], queryFn: getOffer, enabled: asked, retry: false });
  if (!asked)
    return (
      <div className={styles.offer}>
        <Button onClick={() => setAsked(true)}>{t("model.offer.ask")}</Button>
        <p className={styles.quiet}>{t("model.offer.why")}</p>
      </div>
    );
  if (offer.error) return <p role="alert">{[words(offer.error).title, words(offer.error).fix].join(" ")}</p>;
  if (!offer.data) return <Skeleton height={32} />;
  const { version, bytes, licence, from, have } = offer.data;
  return (
    <div className={styles.group}>
      <p>{t("model.offer", { version, size: formatSize(bytes), licence })}</p>
      <p className={styles.quiet}>{from}</p>
      <p>
        <Button look="primary" busy={work.name !== ""} onClick={() => work.begin(t("model.work.host"), fetchHost)}>
          {t(have > 0 ? "model.offer.goOn" : "model.offer.get")}
        </Button>
      </p>
    </div>
  );
}

function Choose({ state }: { state: State }) {
  const t = useText();
  const { settings, change } = usePreferences();
  const chosen = settings.model;
  const set = (patch: Partial<Settings["model"]>) => change({ model: { ...chosen, ...patch } });
  const missing = (there: boolean, name: string) => (name !== "" && state.phase === "ready" && !there ? { warning: t("model.missing", { name }) } : {});
  return (
    <div className={styles.group}>
      <Field label={t("model.chat")} {...missing(state.chat.there, state.chat.name)}>
        <Select value={chosen.chat} options={options(state.models, chosen.chat, t("model.none"))} onChange={(chat) => set({ chat })} />
      </Field>
      {chosen.chat !== "" && <Trial state={state} />}
      <Field label={t("model.embedding")} hint={t("model.embedding.hint")} {...missing(state.embedding.there, state.embedding.name)}>
        <Select value={chosen.embedding} options={options(state.models, chosen.embedding, t("model.words"))} onChange={(embedding) => set({ embedding })} />
      </Field>
      <PlaceProvider value="model">
        <Field label={t("model.context")} hint={t("model.context.hint")}>
          <NumberInput value={chosen.context} min={1024} max={262144} required onCommit={(context) => context !== null && set({ context })} />
        </Field>
      </PlaceProvider>
      <TypedSetting label={t("model.address")} hint={t("model.address.hint")} value={chosen.address} pointer="/model/address" patch={(address) => ({ model: { ...chosen, address } })} />
    </div>
  );
}

/** A model on trial, which answers beside the other now and then. */
function Trial({ state }: { state: State }) {
  const t = useText();
  const { settings, change } = usePreferences();
  const advisor = settings.advisor;
  const others = state.models.filter((m) => m.name !== settings.model.chat);
  return (
    <>
      <Field label={t("model.candidate")} hint={t("model.candidate.hint")}>
        <Select value={advisor.candidate} options={options(others, advisor.candidate, t("model.none"))} onChange={(candidate) => change({ advisor: { ...advisor, candidate } })} />
      </Field>
      {advisor.candidate !== "" && (
        <PlaceProvider value="model">
          <Field label={t("model.candidate.share")}>
            <NumberInput value={advisor.share} min={1} max={100} required onCommit={(share) => share !== null && change({ advisor: { ...advisor, share } })} />
          </Field>
        </PlaceProvider>
      )}
    </>
  );
}

/** Every model that is there, the chosen one among them whether it is or not. */
function options(models: HostingModel[], chosen: string, none: string) {
  const names = models.map((m) => m.name);
  const here = chosen === "" || names.includes(chosen) ? names : [chosen, ...names];
  return [{ value: "", label: none }, ...here.map((name) => ({ value: name, label: name }))];
}

function Add({ state, work, typedIn, setTypedIn }: { state: State; work: Work; typedIn: TypedIn; setTypedIn: (at: TypedIn) => void }) {
  const t = useText();
  const suggestions = useQuery({ queryKey: ["model", "suggestions"], queryFn: getSuggestions });
  const [name, setName] = useTyped<string>("model.name", "");
  const [path, setPath] = useTyped<string>("model.path", "");
  const busy = work.name !== "";
  const words = useFaultWords();
  const wrong = work.error ? [words(work.error).title, words(work.error).fix].join(" ") : "";
  const pull = (model: string, from: TypedIn) => {
    setTypedIn(from);
    work.begin(t("model.work.pull", { name: model }), () => pullModel(model));
  };
  const take = () => {
    setTypedIn("path");
    work.begin(t("model.work.import"), () => importModel(path.trim(), fileName(path)));
  };
  const wanted = suggestions.data?.suggestions.filter((s) => s.fits && !state.models.some((m) => m.name === s.name || m.name === s.name + ":latest")) ?? [];
  return (
    <div className={styles.group}>
      <h3 className={styles.h3}>{t("model.add")}</h3>
      <ul className={styles.list}>
        {wanted.map((s) => (
          <Suggested key={s.name} suggestion={s} busy={busy} pull={(model) => pull(model, "")} />
        ))}
      </ul>
      <div className={styles.fieldLine}>
        <Field label={t("model.name")} error={typedIn === "name" && wrong}>
          <TextInput value={name} placeholder="qwen3:1.7b" onCommit={setName} onType={setName} />
        </Field>
        <Button busy={busy} why={name.trim() === "" && t("why.name")} onClick={() => pull(name.trim(), "name")}>
          {t("model.pull")}
        </Button>
      </div>
      <div className={styles.fieldLine}>
        <Field label={t("model.path")} error={typedIn === "path" && wrong}>
          <TextInput value={path} placeholder="/…/model.gguf" onCommit={setPath} onType={setPath} />
        </Field>
        <Button busy={busy} why={path.trim() === "" && t("why.path")} onClick={take}>
          {t("model.import")}
        </Button>
      </div>
    </div>
  );
}

/** What an imported model is called: its file's name without the ending. */
function fileName(path: string): string {
  const file = path.trim().split(/[\\/]/).pop() ?? "";
  return file.replace(/\.gguf$/i, "").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "model";
}

const grades = ["strong", "good", "usable", "weak"] as const;

function Suggested({ suggestion: s, busy, pull }: { suggestion: Suggestion; busy: boolean; pull: (name: string) => void }) {
  const t = useText();
  const grade = grades.find((g) => g === s.korean) ?? "weak";
  return (
    <li className={styles.suggestion}>
      <span>
        {s.name} {s.recommended && <Badge tone="good">{t("model.recommended")}</Badge>}
        <span className={styles.quiet}>
          {t(s.purpose === "chat" ? "model.for.chat" : "model.for.embedding")} · {formatSize(s.bytes)} · {s.licence} · {t(`model.korean.${grade}`)}
        </span>
      </span>
      <Button size="small" busy={busy} onClick={() => pull(s.name)} aria-label={t("model.pull.named", { name: s.name })}>
        {t("model.pull")}
      </Button>
    </li>
  );
}

function Progress({ work, told }: { work: Work; /** What went wrong is said beside a field. */ told: boolean }) {
  const t = useText();
  const words = useFaultWords();
  if (work.name === "") return work.error && !told ? <p role="alert">{[words(work.error).title, words(work.error).fix].join(" ")}</p> : null;
  const { done, total } = work.progress ?? { done: 0, total: 0 };
  const bytes = total > 1000;
  const share = total > 0 ? { "aria-valuenow": Math.round((100 * done) / total) } : {};
  return (
    <div className={styles.line}>
      <span className={styles.grow}>
        {work.name} {bytes && `${formatSize(done)} / ${formatSize(total)}`}
        <span className={styles.track} role="progressbar" aria-label={work.name} {...share}>
          <span style={total > 0 ? { width: `${(100 * done) / total}%` } : undefined} />
        </span>
      </span>
      <Button size="small" onClick={work.stop}>
        {t("model.stop")}
      </Button>
    </div>
  );
}

const tones = { ok: "good", warn: "warn", fail: "bad", skipped: "neutral" } as const;

function Doctor({ work }: { work: Work }) {
  const t = useText();
  const locale = useLocale();
  const found = useQuery({ queryKey: [...examinationKey, work.name], queryFn: getExamination });
  const speed = found.data?.tokensPerSecond ?? 0;
  return (
    <div className={styles.group}>
      <h3 className={styles.h3}>{t("model.doctor")}</h3>
      <p>
        <Button busy={work.name !== ""} onClick={() => work.begin(t("model.work.examine"), examine)}>
          {t("model.examine")}
        </Button>
        {speed > 0 && <span className={styles.quiet}> {t("model.speed", { speed: formatCount(speed, locale) })}</span>}
      </p>
      <ul className={styles.list}>
        {found.data?.findings.map((f) => (
          <Found key={f.id} finding={f} />
        ))}
      </ul>
    </div>
  );
}

function Found({ finding: f }: { finding: Finding }) {
  const t = useText();
  const locale = useLocale();
  return (
    <li className={styles.finding}>
      <Badge tone={tones[f.verdict]}>{t(`model.verdict.${f.verdict}`)}</Badge>
      <span>
        {f.text[locale]} <span className={styles.quiet}>{f.fix[locale]}</span>
      </span>
    </li>
  );
}
