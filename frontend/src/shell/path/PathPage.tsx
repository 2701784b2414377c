// The path that a question takes, to be changed: its parts, their steps, and what is wrong beside each.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus, Redo2, Trash2, Undo2 } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { getPath } from "../../api/health";
import { Fault } from "../../api/fault";
import { patchSettings } from "../../api/settings";
import type { Problem } from "../../api/types";
import { useLocale, useText } from "../../i18n/text";
import { Button, IconButton } from "../../ui/Button";
import { FailedState, Skeleton } from "../../ui/Card";
import { Field } from "../../ui/Field";
import { NumberInput, Select, TextInput } from "../../ui/Inputs";
import { PlaceProvider } from "../../ui/left";
import { Note } from "../../ui/Note";
import { Switch } from "../../ui/Switch";
import { stayOnEnter } from "../../ui/stayOnEnter";
import { useToast } from "../../ui/Toast";
import { useTyped } from "../../ui/useTyped";
import { usePreferences } from "../preferences";
import { useFaultWords } from "../useFaultWords";
import { useTitle } from "../useTitle";
import * as edit from "./editing";
import styles from "./PathPage.module.css";
import { usePartName, useServiceName } from "./names";

const pathKey = ["advisor", "path"] as const;

export default function PathPage() {
  const t = useText();
  useTitle(t("path.title"));
  const words = useFaultWords();
  const told = useQuery({ queryKey: [...pathKey, "edited"], queryFn: ({ signal }) => getPath(signal), staleTime: Infinity, gcTime: 0 });
  return (
    <div className={styles.page}>
      <h1 className={styles.h1}>{t("path.title")}</h1>
      <p className={styles.lede}>{t("path.lede")}</p>
      {told.error && <FailedState title={words(told.error).title} fix={words(told.error).fix} actions={<Button onClick={() => void told.refetch()}>{t("app.again")}</Button>} />}
      {told.isPending && <Skeleton height={320} />}
      {told.data && <Editor key={told.dataUpdatedAt} kept={edit.pathOf(told.data.path)} renew={() => told.refetch()} />}
    </div>
  );
}

/** Everything that a part or a step of it may do to the path. */
interface Editing {
  path: edit.Path;
  problems: readonly Problem[];
  change: (next: edit.Path) => void;
}

function Editor({ kept, renew }: { kept: edit.Path; renew: () => Promise<unknown> }) {
  const t = useText();
  const locale = useLocale();
  const { settings } = usePreferences();
  const { toast } = useToast();
  const queries = useQueryClient();
  const [typed, type, forget] = useTyped("advisor-path", kept); // what is not saved outlives a reload
  const [history, setHistory] = useState(() => edit.changed(edit.begun(kept), typed));
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const path = history.now;
  const problems = fault?.problems ?? [];
  useEffect(() => type(path), [type, path]);
  const step = (next: edit.History) => {
    setHistory(next);
    setFault(null); // what was wrong was wrong with the path before
  };
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      event.stopPropagation(); // it is the path's here, not the plan's
      setHistory(event.shiftKey ? edit.redone : edit.undone);
      setFault(null);
    };
    window.addEventListener("keydown", heard, true);
    return () => window.removeEventListener("keydown", heard, true);
  }, []);
  const keep = async (text: string, done: string) => {
    setBusy(true);
    setFault(null);
    try {
      await patchSettings({ advisor: { ...settings.advisor, path: text } });
      forget();
      await queries.invalidateQueries({ queryKey: pathKey });
      await renew();
      toast({ text: done });
    } catch (thrown) {
      setFault(Fault.of(thrown));
    }
    setBusy(false);
  };
  const own = settings.advisor.path !== "";
  const unsaved = path !== kept;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears what its fields hear
    <form
      aria-label={t("path.title")}
      onKeyDown={stayOnEnter}
      onSubmit={(event) => {
        event.preventDefault();
        void keep(JSON.stringify(path), t("path.saved"));
      }}
    >
      <div className={styles.bar}>
        <Button look="primary" type="submit" busy={busy} why={!unsaved && t("why.unchanged")}>
          {t("path.save")}
        </Button>
        <IconButton label={t("path.undo")} why={history.past.length === 0 && t("undo.nothing")} onClick={() => step(edit.undone(history))}>
          <Undo2 size={16} aria-hidden />
        </IconButton>
        <IconButton label={t("path.redo")} why={history.future.length === 0 && t("redo.nothing")} onClick={() => step(edit.redone(history))}>
          <Redo2 size={16} aria-hidden />
        </IconButton>
        <Button look="quiet" busy={busy} why={!own && !unsaved && t("why.unchanged")} onClick={() => (own ? void keep("", t("path.usual.done")) : step(edit.changed(history, kept)))}>
          {t("path.usual")}
        </Button>
        <span className={styles.state} role="status">
          {t(unsaved ? "path.unsaved" : own ? "path.own" : "path.isUsual")}
        </span>
      </div>
      {fault && (
        <div className={styles.fault} role="alert">
          <p>{[fault.message, fault.fix].filter(Boolean).join(" ")}</p>
          {edit.problemsOfPath(problems).map((p) => (
            <p key={p.pointer + p.code}>{p.text[locale]}</p>
          ))}
        </div>
      )}
      {edit.inOrder(path).map((name) => (
        <PlaceProvider key={name} value={`path.${name}`}>
          <PartOf name={name} path={path} problems={problems} change={(next) => step(edit.changed(history, next))} />
        </PlaceProvider>
      ))}
    </form>
  );
}

function PartOf({ name, path, problems, change }: Editing & { name: string }) {
  const t = useText();
  const locale = useLocale();
  const heading = useId();
  const partName = usePartName();
  const part = path.nodes[name];
  if (!part) return null;
  const { at: wrong, rest } = edit.wrongWithPart(problems, name, locale);
  const check = (to: string) => {
    if (to.trim() === "") return t("path.name.empty");
    return to.trim() !== name && path.nodes[to.trim()] ? t("path.name.taken") : "";
  };
  return (
    <section className={styles.part} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading} className={styles.h2}>
          {partName(name)}
        </h2>
        {name === path.root ? (
          <span className={styles.quiet}>{t("path.root")}</span>
        ) : (
          <IconButton label={t("path.part.drop", { name: partName(name) })} size="small" onClick={() => change(edit.withoutPart(path, name))}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      {!edit.reached(path, name) && <Note tone="warning">{t("path.unreached")}</Note>}
      {rest && <Note tone="error">{rest}</Note>}
      <div className={styles.fields}>
        <Field label={t("path.name")}>
          <TextInput value={name} check={check} onCommit={(to) => change(edit.renamed(path, name, to))} />
        </Field>
        <Field label={t("path.router")} error={wrong.router} heard>
          <Select value={edit.routers.find((r) => r === part.router) ?? "sequence"} options={edit.routers.map((value) => ({ value, label: t(`path.router.${value}`) }))} onChange={(router) => change(edit.routed(path, name, router))} />
        </Field>
        <Field label={t("path.seconds")} hint={t("path.seconds.hint")} error={wrong.seconds} heard>
          <NumberInput value={part.seconds ?? null} min={0} max={3600} suffix={t("path.seconds.unit")} onCommit={(seconds) => change(edit.timed(path, name, seconds))} />
        </Field>
      </div>
      <ol className={styles.steps}>
        {part.steps.map((step, at) => (
          <StepOf key={at} name={name} at={at} step={step} path={path} problems={problems} change={change} />
        ))}
      </ol>
      <Button size="small" icon={<Plus size={14} aria-hidden />} onClick={() => change(edit.stepAdded(path, name))}>
        {t("path.step.add")}
      </Button>
    </section>
  );
}

/** Leads to a part that does not exist yet. */
const fresh = "new:";

function StepOf({ name, at, step, path, problems, change }: Editing & { name: string; at: number; step: edit.Step }) {
  const t = useText();
  const locale = useLocale();
  const partName = usePartName();
  const serviceName = useServiceName();
  const part = path.nodes[name];
  const router = part?.router;
  const last = (part?.steps.length ?? 0) - 1;
  const { at: wrong, rest } = edit.wrongWithStep(problems, name, at, locale);
  const set = (how: (step: edit.Step) => edit.Step) => change(edit.stepped(path, name, at, how));
  const called = t("path.step", { n: String(at + 1) });
  const to = edit.leadsTo(step);
  const targets = [
    ...edit.services.map((s) => ({ value: "service:" + s, label: serviceName(s) })),
    ...edit.inOrder(path).filter((n) => n !== name && n !== path.root).map((n) => ({ value: "node:" + n, label: t("path.to.part", { name: partName(n) }) })),
    { value: fresh, label: t("path.to.new") },
  ];
  if (!targets.some((o) => o.value === to)) targets.unshift({ value: to, label: step.node ?? step.service ?? "" });
  const when = edit.whenOf(step);
  const offered = edit.whens.filter((w) => w !== "written" || when === "written");
  return (
    <li className={styles.step}>
      <fieldset>
        <legend>{called}</legend>
        <PlaceProvider value={`path.${name}.${at}`}>
          <div className={styles.fields}>
            <Field label={t("path.step.to")} error={rest} heard>
              <Select value={to} options={targets} onChange={(next) => (next === fresh ? change(edit.partAdded(path, name, at, t("path.part"))) : set((s) => edit.led(s, next)))} />
            </Field>
            {(router === "sequence" || router === "switch") && (
              <Field label={t("path.when")} error={wrong.when} heard>
                <Select value={when} options={offered.map((value) => ({ value, label: value === "written" ? t("path.when.written", { what: writtenAs(step) }) : t(`path.when.${value}`) }))} onChange={(next) => set((s) => edit.takenWhen(s, next))} />
              </Field>
            )}
            {router === "splitter" && (
              <Field label={t("path.weight")} error={wrong.weight} heard>
                <NumberInput value={step.weight ?? 0} min={1} max={100} required suffix="%" onCommit={(weight) => set((s) => ({ ...s, weight: weight ?? 1 }))} />
              </Field>
            )}
            {router === "sequence" && at > 0 && (
              <Field label={t("path.data")} error={wrong.data} heard>
                <Select
                  value={step.data === "$response" ? "$response" : "$request"}
                  options={[
                    { value: "$response", label: t("path.data.response") },
                    { value: "$request", label: t("path.data.request") },
                  ]}
                  onChange={(data) => set((s) => ({ ...s, data }))}
                />
              </Field>
            )}
          </div>
        </PlaceProvider>
        <div className={styles.foot}>
          <Switch label={t("path.soft")} checked={step.dependency === "soft"} onChange={(soft) => set((s) => ({ ...s, dependency: soft ? "soft" : "hard" }))} />
          <span className={styles.acts}>
            <IconButton label={t("path.step.up", { step: called })} size="small" why={at === 0 && t("why.first")} onClick={() => change(edit.moved(path, name, at, -1))}>
              <ArrowUp size={14} aria-hidden />
            </IconButton>
            <IconButton label={t("path.step.down", { step: called })} size="small" why={at === last && t("why.last")} onClick={() => change(edit.moved(path, name, at, 1))}>
              <ArrowDown size={14} aria-hidden />
            </IconButton>
            <IconButton label={t("path.step.drop", { step: called })} size="small" why={last === 0 && t("why.onlyStep")} onClick={() => change(edit.dropped(path, name, at))}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </span>
        </div>
      </fieldset>
    </li>
  );
}

function writtenAs({ condition: c }: edit.Step): string {
  if (!c) return "";
  if (c.below !== undefined) return `${c.path} < ${c.below}`;
  if (c.above !== undefined) return `${c.path} > ${c.above}`;
  if (c.exists !== undefined) return c.exists ? c.path : `¬ ${c.path}`;
  return `${c.path} = ${String(c.equals)}`;
}
