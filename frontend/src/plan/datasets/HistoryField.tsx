// The history that is drawn from: the built-in one, or one that was brought, with the column
// that each class follows and where its assumption stands among what happened.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FileInput, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { dropDataset, listDatasets } from "../../api/datasets";
import type { DatasetColumn, OwnDataset } from "../../api/types";
import { formatCount, formatPercent } from "../../format/number";
import { formatMonth } from "../../format/time";
import { usePlanSession } from "../../shell/planSession";
import { usePowers } from "../../shell/powers";
import { useFaultWords } from "../../shell/useFaultWords";
import { Button, IconButton } from "../../ui/Button";
import { Select } from "../../ui/Inputs";
import { Note } from "../../ui/Note";
import { part } from "../../ui/part";
import { useToast } from "../../ui/Toast";
import { useEditing } from "../editing";
import { useWords } from "../fields/choices";
import { Frame, Limits } from "../fields/Frame";
import { newId } from "../identity";
import { living } from "../order";
import { placeAmong } from "../passports/place";
import { Ruler } from "../passports/Ruler";
import { nameOf } from "../words";
import { drawingFrom, drawingFromBuiltIn, matched, namedDataset, unusedOf } from "./choose";
import styles from "./datasets.module.css";

const BringDataset = part(() => import("./BringDataset"));

const datasetsKey = ["datasets"];

const builtIn = "";

export function HistoryField() {
  const { t, locale } = useWords();
  const { plan, commit } = useEditing();
  const { changesPlans, drafts, seesAll } = usePowers();
  const queries = useQueryClient();
  const [bringing, setBringing] = useState(false);
  const known = useQuery({ queryKey: datasetsKey, queryFn: listDatasets, enabled: seesAll && (changesPlans || drafts) });
  const sets = known.data ?? [];
  const named = namedDataset(plan);
  const chosen = sets.find(({ hash }) => hash === named?.hash);
  const missing = named !== undefined && chosen === undefined && known.isSuccess;
  const draw = (set: OwnDataset) => void commit("edit.assumptions.model", undefined, drawingFrom(plan, set, newId(), matched(plan, set)));
  const choose = (hash: string) => {
    const set = sets.find((one) => one.hash === hash);
    if (set) draw(set);
    else if (hash === builtIn) void commit("edit.assumptions.model", undefined, drawingFromBuiltIn());
  };
  const options = [
    { value: builtIn, label: t("plan.dataset.builtIn") },
    ...sets.map((set) => ({ value: set.hash, label: t("plan.dataset.option", { name: set.name, from: set.from.slice(0, 4), to: set.to.slice(0, 4) }) })),
    ...(named && !chosen ? [{ value: named.hash ?? named.id, label: t(missing ? "plan.dataset.gone" : "plan.dataset.named", { name: named.name ?? named.id }) }] : []),
  ];
  return (
    <div className={styles.history}>
      <Frame label={t("plan.dataset")} pointer="/assumptions/returns/dataset" hint={named ? undefined : t("plan.dataset.why")}>
        <Select value={named ? (named.hash ?? named.id) : builtIn} options={options} onChange={choose} />
      </Frame>
      {known.isError && <Note tone="warning">{t("plan.dataset.unread")}</Note>}
      <div className={styles.acts}>
        <Button edits size="small" icon={<FileInput size={16} aria-hidden />} onClick={() => setBringing(true)}>
          {t(missing ? "plan.dataset.bringMissing" : "plan.dataset.bring")}
        </Button>
        {chosen && (
          <p className={styles.about}>
            {[chosen.country, t("plan.dataset.span", { from: formatMonth(chosen.from, locale), to: formatMonth(chosen.to, locale), n: formatCount(chosen.months, locale) }), chosen.licence].filter(Boolean).join(" · ")}
          </p>
        )}
      </div>
      {chosen && <Mapping set={chosen} />}
      <Unused sets={sets} />
      {bringing && (
        <Suspense fallback={null}>
          <BringDataset
            onClose={() => setBringing(false)}
            onKept={(set) => {
              setBringing(false);
              void queries.invalidateQueries({ queryKey: datasetsKey });
              draw(set);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Which column each class follows, and where what is assumed of it stands among its stretches. */
function Mapping({ set }: { set: OwnDataset }) {
  const words = useWords();
  const { t } = words;
  const { plan, commit } = useEditing();
  const columns = namedDataset(plan)?.columns ?? {};
  const follow = (id: string, column: string) => {
    const { [id]: _, ...rest } = columns;
    void commit("edit.assumptions.model", undefined, drawingFrom(plan, set, newId(), column === open ? rest : { ...rest, [id]: column === steady ? "" : column }));
  };
  return (
    <table className={styles.mapping}>
      <caption className={styles.caption}>{t("plan.dataset.columns")}</caption>
      <thead className="visuallyHidden">
        <tr>
          <th scope="col">{t("plan.dataset.class")}</th>
          <th scope="col">{t("plan.dataset.column")}</th>
          <th scope="col">{t("plan.dataset.past")}</th>
        </tr>
      </thead>
      <tbody>
        {living(plan.assumptions.classes).map(([id, record]) => {
          const followed = columns[id];
          const column = set.columns.find(({ name }) => name === followed);
          return (
            <tr key={id}>
              <th scope="row">{nameOf(words, record)}</th>
              <td>
                <Select
                  label={t("plan.dataset.follows", { name: nameOf(words, record) })}
                  value={column ? column.name : followed === "" ? steady : open}
                  options={[{ value: open, label: t("plan.dataset.open") }, ...set.columns.map(({ name }) => ({ value: name, label: name })), { value: steady, label: t("plan.dataset.steady") }]}
                  onChange={(value) => follow(id, value)}
                />
              </td>
              <td className={styles.past}>
                {column && <Past column={column} assumed={record.real.kind === "arithmetic" ? undefined : record.real.mean} />}
                <Limits pointer={`/assumptions/classes/${id}`} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Choices that are no column: names of columns never begin with a space. */
const open = " open";
const steady = " steady";

function Past({ column, assumed }: { column: DatasetColumn; assumed: number | undefined }) {
  const { t, locale } = useWords();
  const say = (value: number) => formatPercent(value, locale, 1);
  const given = { growth: say(column.growth), sd: say(column.sd), years: formatCount(column.years, locale), n: assumed === undefined ? "" : String(Math.round(placeAmong(column.percentiles, assumed))), assumed: assumed === undefined ? "" : say(assumed) };
  return (
    <>
      <Ruler percentiles={column.percentiles} value={assumed} standard={undefined} />
      <span>{t("plan.dataset.was", given)}</span>
      {assumed !== undefined && <span>{t("plan.dataset.stands", given)}</span>}
    </>
  );
}

/** Sets that no plan names can be deleted, once the backend knows of this plan what is shown of it. */
function Unused({ sets }: { sets: readonly OwnDataset[] }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const fault = useFaultWords();
  const { toast } = useToast();
  const { changesPlans } = usePowers();
  const { state, settled } = usePlanSession();
  const drop = useMutation({
    mutationFn: (hash: string) => settled().then(() => dropDataset(hash)),
    onError: (thrown) => {
      const said = fault(thrown);
      toast({ tone: "bad", text: said.title, details: [said.fix, ...said.problems] });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: datasetsKey }),
  });
  const unused = unusedOf(sets, state);
  if (unused.length === 0 || !changesPlans) return null;
  return (
    <ul className={styles.unused} aria-label={t("plan.dataset.unused")}>
      {unused.map((set) => (
        <li key={set.hash}>
          {t("plan.dataset.unusedOne", { name: set.name })}
          <IconButton edits size="small" label={t("plan.dataset.delete", { name: set.name })} busy={drop.isPending} onClick={() => drop.mutate(set.hash)}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
