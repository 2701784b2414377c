import { Copy, Ellipsis, GitBranch, Pencil, Archive, Check, Undo2 } from "lucide-react";
import { useState } from "react";
import type { Patch } from "../../api/plans";
import { formatChance } from "../../format/chance";
import { useLocale, useText } from "../../i18n/text";
import { usePlanSession } from "../../shell/planSession";
import { successFact } from "../../shell/headline";
import { Button, IconButton } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { TextInput } from "../../ui/Inputs";
import { Menu, type MenuGroup, type MenuItem } from "../../ui/Menu";
import { isTyped, useTyped } from "../../ui/useTyped";
import { BASE, branchesOf, planUnder, type Branch } from "../scenarios";
import { useNaming } from "../useNaming";
import { useScenarios } from "../useScenarios";
import styles from "./Compare.module.css";
import type { Outcome } from "./outcomes";
import { readyBranches } from "./ready";

/** The plan and its branches. Choosing one sets it beside the plan. */
export function ScenarioList({ outcomes, chosen, shown, onChoose, onShow }: { outcomes: readonly Outcome[]; chosen: string | null; shown: readonly string[]; onChoose: (id: string) => void; onShow: (id: string) => void }) {
  const t = useText();
  const { edits, state } = usePlanSession();
  const { open, away } = branchesOf(state.plan);
  const outcome = (id: string) => outcomes.find((o) => o.id === id);
  return (
    <nav className={styles.tree} aria-label={t("compare.scenarios")}>
      <h2 className={styles.treeTitle}>{t("compare.scenarios")}</h2>
      <div className={styles.trunk}>
        <span className={styles.baseName}>{t("compare.base.name")}</span>
        <Share outcome={outcome(BASE)} />
      </div>
      <ul className={styles.branches}>
        {open.map((branch) => (
          <Item key={branch.id} branch={branch} outcome={outcome(branch.id)} current={branch.id === chosen} inTable={shown.includes(branch.id)} full={shown.length >= mostShown} onChoose={() => onChoose(branch.id)} onShow={() => onShow(branch.id)} onMade={onChoose} />
        ))}
      </ul>
      {edits && <NewScenario onMade={onChoose} />}
      {edits && away.length > 0 && <Away branches={away} />}
    </nav>
  );
}

/** So many columns fit side by side. */
const mostShown = 4;

function Share({ outcome }: { outcome: Outcome | undefined }) {
  const locale = useLocale();
  const success = outcome?.forecast && successFact(outcome.forecast.header);
  return <span className={styles.share}>{success ? formatChance(success.value, locale) : ""}</span>;
}

interface ItemProps {
  branch: Branch;
  outcome: Outcome | undefined;
  current: boolean;
  inTable: boolean;
  full: boolean;
  onChoose: () => void;
  onShow: () => void;
  onMade: (id: string) => void;
}

function Item({ branch, outcome, current, inTable, full, onChoose, onShow, onMade }: ItemProps) {
  const t = useText();
  const acts = useScenarios();
  const { edits, state } = usePlanSession();
  const place = `scenario.${state.id}.${branch.id}`;
  const [asking, setAsking] = useState<"rename" | "apply" | null>(() => (edits && isTyped(place) ? "rename" : null)); // a reload comes back to it
  const name = branch.name ?? "";
  const copy = () => void acts.create(t("compare.copy", { name }), branch.patch).then((id) => id && onMade(id));
  const further = readyBranches(planUnder(state.plan, branch)).map(({ kind, patch }) => ({ key: kind, label: t(`compare.new.${kind}`), onSelect: () => void acts.change(branch, patch) }));
  const changes: MenuItem[] = [
    { key: "rename", label: t("compare.rename"), icon: <Pencil size={16} aria-hidden />, onSelect: () => setAsking("rename") },
    { key: "copy", label: t("compare.duplicate"), icon: <Copy size={16} aria-hidden />, onSelect: copy },
  ];
  const rest: MenuGroup[] = [
    { heading: t("compare.edit"), items: further },
    {
      items: [
        { key: "apply", label: t("compare.apply"), icon: <Check size={16} aria-hidden />, onSelect: () => setAsking("apply") },
        { key: "archive", label: t("compare.archive"), icon: <Archive size={16} aria-hidden />, onSelect: () => void acts.archive(branch) },
      ],
    },
  ];
  return (
    <li className={styles.branch} data-current={current || undefined}>
      <button type="button" className={styles.pick} aria-pressed={current} onClick={onChoose}>
        <span className={styles.branchName}>{name}</span> <Share outcome={outcome} />
        <span className="visuallyHidden">{t("compare.pick")}</span>
      </button>
      <Menu
        align="end"
        groups={[
          {
            items: [
              { key: "table", label: t("compare.inTable"), checked: inTable, why: current ? t("why.beside") : full && !inTable && t("why.full"), onSelect: onShow },
              ...(edits ? changes : []),
            ],
          },
          ...(edits ? rest : []),
        ]}
        trigger={
          <IconButton size="small" label={t("compare.acts", { name })}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
      />
      {asking === "rename" && <Rename place={place} branch={branch} onClose={() => setAsking(null)} />}
      <ApplyDialog branch={asking === "apply" ? branch : null} onClose={() => setAsking(null)} />
    </li>
  );
}

function Rename({ place, branch, onClose }: { place: string; branch: Branch; onClose: () => void }) {
  const t = useText();
  const acts = useScenarios();
  const [name, setName, forget] = useTyped<string>(place, branch.name ?? "");
  const naming = useNaming(() => {
    forget();
    onClose();
  });
  const save = () => naming.run(name, name.trim() === branch.name ? null : (text) => acts.rename(branch, text));
  return (
    <Dialog
      open
      onClose={naming.cancel}
      title={t("compare.rename.title")}
      actions={
        <>
          <Button onClick={naming.cancel}>{t("compare.cancel")}</Button>
          <Button look="primary" type="submit" form={naming.form}>
            {t("compare.rename.save")}
          </Button>
        </>
      }
    >
      <form
        id={naming.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={t("plan.name")} error={naming.wrong}>
          <TextInput value={name} autoFocus onCommit={setName} onType={setName} />
        </Field>
      </form>
    </Dialog>
  );
}

/** Asks before a scenario becomes the plan. */
export function ApplyDialog({ branch, onClose }: { branch: Branch | null; onClose: () => void }) {
  const t = useText();
  const acts = useScenarios();
  const name = branch?.name ?? "";
  return (
    <Dialog
      open={branch !== null}
      onClose={onClose}
      title={t("compare.apply.title", { name })}
      actions={
        <>
          <Button onClick={onClose}>{t("compare.cancel")}</Button>
          <Button
            look="primary"
            onClick={() => {
              onClose();
              if (branch) void acts.apply(branch);
            }}
          >
            {t("compare.apply.do")}
          </Button>
        </>
      }
    >
      <p>{t("compare.apply.text")}</p>
    </Dialog>
  );
}

function NewScenario({ onMade }: { onMade: (id: string) => void }) {
  const t = useText();
  const acts = useScenarios();
  const { plan } = usePlanSession().state;
  const make = (name: string, patch: Patch) => void acts.create(name, patch).then((id) => id && onMade(id));
  const count = Object.keys(plan.scenarios ?? {}).length;
  return (
    <Menu
      groups={[
        { items: readyBranches(plan).map(({ kind, patch }) => ({ key: kind, label: t(`compare.new.${kind}`), onSelect: () => make(t(`compare.new.${kind}`), patch) })) },
        { items: [{ key: "blank", label: t("compare.new.blank"), onSelect: () => make(t("compare.new.name", { n: count + 1 }), {}) }] },
      ]}
      trigger={
        <Button size="small" icon={<GitBranch size={15} aria-hidden />}>
          {t("compare.new")}
        </Button>
      }
    />
  );
}

/** The scenarios that were put away, and the way back for each. */
export function Away({ branches }: { branches: readonly Branch[] }) {
  const t = useText();
  const acts = useScenarios();
  return (
    <details className={styles.away}>
      <summary>{t("compare.away", { n: branches.length })}</summary>
      <ul>
        {branches.map((branch) => (
          <li key={branch.id}>
            <span>{branch.name}</span>
            <IconButton size="small" label={t("compare.restore.what", { name: branch.name ?? "" })} onClick={() => void acts.restore(branch)}>
              <Undo2 size={15} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </details>
  );
}
