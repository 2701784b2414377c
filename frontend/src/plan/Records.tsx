// The records of one collection: a list to read, an editor for the one that was chosen,
// and the acts that all records share.
import { Archive, ChevronRight, Copy, Ellipsis, FileText, Plus, RotateCcw, TriangleAlert } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { usePowers } from "../shell/powers";
import { Button, IconButton } from "../ui/Button";
import { EmptyState } from "../ui/Card";
import { classes } from "../ui/classes";
import { Drawer } from "../ui/Dialog";
import { useLocked } from "../ui/lock";
import { Menu } from "../ui/Menu";
import { useToast } from "../ui/Toast";
import { useDock } from "./dock";
import { useEditing, useRecord } from "./editing";
import type { Filter } from "./filter";
import { newId } from "./identity";
import { useWords } from "./fields/choices";
import { Grid } from "./fields/Frame";
import type { Lens } from "./lens";
import { archived, living, moved } from "./order";
import { problemsIn } from "./problems";
import { ProblemSummary } from "./ProblemSummary";
import { Ranked } from "./Ranked";
import styles from "./Records.module.css";
import { archive, blank, copyOf, exampleFor, lackingExample, put, recordsOf, restore, usesOf, type RecordOf } from "./collection";
import type { Collection } from "./sections";
import { useSelection } from "./selection";
import { Unsaved } from "./Unsaved";
import { useWide } from "./useWide";
import { nameOf } from "./words";

export interface RecordsProps<C extends Collection> {
  collection: C;
  /** A heading, where a section lists more than one collection. */
  title?: string;
  filter: Filter;
  icon?: (record: RecordOf[C], id: string) => ReactNode;
  /** One line that says what the record does. */
  detail: (record: RecordOf[C], id: string) => ReactNode;
  /** Its amount, at the end of the line. */
  figure?: (record: RecordOf[C], id: string) => ReactNode;
  editor: (lens: Lens<RecordOf[C]>, id: string) => ReactNode;
  /** Splits the list under headings; records keep their order within. */
  group?: { of: (record: RecordOf[C]) => string; label: (group: string) => string; order: readonly string[] };
  /** Names a record that was given no name. */
  name?: (record: RecordOf[C]) => string;
}

export function Records<C extends Collection>(props: RecordsProps<C>) {
  const { collection, title, filter, group } = props;
  const editing = useEditing();
  const words = useWords();
  const act = useRecordActs(collection);
  const records = recordsOf(editing.plan, collection);
  const all = living(records);
  const naming = props.name ?? ((record: RecordOf[C]) => nameOf(words, record));
  const shown = all.filter(([, record]) => naming(record).toLowerCase().includes(filter.text.toLowerCase()));
  const gone = archived(records);
  if (all.length === 0 && gone.length === 0) return <Empty collection={collection} {...(title ? { title } : {})} />;
  const list = (entries: typeof shown) => (
    <Ranked ids={entries.map(([id]) => id)} label={(id) => naming(records[id] as RecordOf[C])} onMove={(id, to) => act.move(id, all.findIndex(([key]) => key === entries[to]?.[0]))}>
      {(id, handle) => <Row {...props} id={id} handle={handle} name={naming} />}
    </Ranked>
  );
  return (
    <section className={styles.records} aria-label={title}>
      {title && <h2 className={styles.heading}>{title}</h2>}
      {filter.field}
      {group ? groups(shown, group).map(([key, entries]) => (
        <div key={key} className={styles.group}>
          {title ? <h3 className={styles.groupTitle}>{group.label(key)}</h3> : <h2 className={styles.groupTitle}>{group.label(key)}</h2>}
          {list(entries)}
        </div>
      )) : list(shown)}
      {shown.length === 0 && all.length > 0 && <p className={styles.none}>{words.t("plan.filter.none")}</p>}
      <AddBar collection={collection} />
      {gone.length > 0 && <Gone collection={collection} ids={gone.map(([id]) => id)} />}
    </section>
  );
}

function groups<T>(entries: [string, T][] | readonly (readonly [string, T])[], group: { of: (record: T) => string; order: readonly string[] }) {
  const by = new Map<string, (readonly [string, T])[]>();
  for (const entry of entries) {
    const key = group.of(entry[1]);
    by.set(key, [...(by.get(key) ?? []), entry]);
  }
  const rank = (key: string) => (group.order.includes(key) ? group.order.indexOf(key) : group.order.length);
  return [...by].toSorted(([a], [b]) => rank(a) - rank(b));
}

interface RecordActs {
  add: () => void;
  addExample: () => void;
  duplicate: (id: string) => void;
  archive: (id: string) => void;
  restore: (id: string) => void;
  move: (id: string, to: number) => void;
}

/** What can be done to any record; every act has a name that undo says. */
function useRecordActs(collection: Collection): RecordActs {
  const { plan, commit } = useEditing();
  const { undo } = usePlanSession();
  const { toast } = useToast();
  const t = useText();
  const { open, close, id: selected } = useSelection();
  const name = (id: string) => nameOf({ t }, recordsOf(plan, collection)[id]);
  const insert = (record: { name?: string }, key: "edit.add" | "edit.duplicate") => {
    const id = newId();
    void commit(key, { name: nameOf({ t }, record) }, put(collection, id, record));
    open(id);
  };
  return {
    add: () => insert(blank(plan, collection, t(`plan.new.${collection}`)), "edit.add"),
    addExample: () => {
      const example = exampleFor(plan, collection);
      const { sort, name: title } = blank(plan, collection, t(`plan.example.${example.name}`));
      insert({ ...example.make(plan), ...(sort ? { sort } : {}), ...(title ? { name: title } : {}) }, "edit.add");
    },
    duplicate: (id) => {
      const copy = copyOf(plan, collection, id, t("plan.copyOf", { name: name(id) }));
      if (copy) insert(copy, "edit.duplicate");
    },
    archive: (id) => {
      const title = name(id);
      if (selected === id) close();
      const uses = usesOf(plan, id).length;
      void commit("edit.archive", { name: title }, archive(collection, id)).then((kept) => {
        if (kept) toast({ text: uses > 0 ? t("plan.archived.used", { name: title, n: uses }) : t("plan.archived", { name: title }), act: { label: t("plan.undo"), run: () => void undo() } });
      });
    },
    restore: (id) => void commit("edit.restore", { name: name(id) }, restore(collection, id)),
    move: (id, to) => {
      const keys = moved(recordsOf(plan, collection), id, to);
      if (Object.keys(keys).length > 0) void commit("edit.reorder", { name: name(id) }, { [collection]: keys });
    },
  };
}

function Empty({ collection, title }: { collection: Collection; title?: string }) {
  const t = useText();
  const { plan } = useEditing();
  const act = useRecordActs(collection);
  const go = useNavigate();
  const { id } = usePlanSession().state;
  const { sees } = usePowers();
  if (useLocked()) return title ? null : <p className={styles.none}>{t("plan.locked.none")}</p>;
  return (
    <EmptyState
      title={title ?? t(`plan.empty.${collection}`)}
      actions={
        <>
          <Button edits look="primary" icon={<Plus size={18} aria-hidden />} onClick={act.add} data-add={collection}>
            {t(`plan.add.${collection}`)}
          </Button>
          <Button edits look="quiet" onClick={act.addExample}>
            {t("plan.addExample", { name: t(`plan.example.${exampleFor(plan, collection).name}`) })}
          </Button>
          {sees("documents") && (
            <Button edits look="quiet" icon={<FileText size={18} aria-hidden />} onClick={() => void go(`/h/${id}/docs`)}>
              {t("plan.fromDocument")}
            </Button>
          )}
        </>
      }
    >
      {t(`plan.why.${collection}`)}
    </EmptyState>
  );
}

function AddBar({ collection }: { collection: Collection }) {
  const t = useText();
  const { plan } = useEditing();
  const act = useRecordActs(collection);
  const example = lackingExample(plan, collection);
  return (
    <div className={styles.addBar}>
      <Button edits size="small" icon={<Plus size={16} aria-hidden />} onClick={act.add} data-add={collection}>
        {t(`plan.add.${collection}`)}
      </Button>
      {example && (
        <Button edits size="small" look="quiet" onClick={act.addExample}>
          {t("plan.addExample", { name: t(`plan.example.${example.name}`) })}
        </Button>
      )}
    </div>
  );
}

function Gone({ collection, ids }: { collection: Collection; ids: string[] }) {
  const t = useText();
  const { plan } = useEditing();
  const act = useRecordActs(collection);
  return (
    <details className={styles.gone}>
      <summary>{t("plan.gone", { n: ids.length })}</summary>
      <ul>
        {ids.map((id) => (
          <li key={id} className={styles.goneRow}>
            <span>{nameOf({ t }, recordsOf(plan, collection)[id])}</span>
            <Button edits size="small" look="quiet" icon={<RotateCcw size={14} aria-hidden />} onClick={() => act.restore(id)}>
              {t("plan.restore")}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface RowProps<C extends Collection> extends Omit<RecordsProps<C>, "name"> {
  id: string;
  handle: ReactNode;
  name: (record: RecordOf[C]) => string;
}

function Row<C extends Collection>({ collection, id, handle, icon, detail, figure, editor, name }: RowProps<C>) {
  const lens = useRecord(collection, id);
  const { problems, unsaved } = useEditing();
  const { id: selected, open, close } = useSelection();
  const t = useText();
  const act = useRecordActs(collection);
  const wide = useWide();
  const button = useRef<HTMLButtonElement>(null);
  const locked = useLocked();
  const record = lens.value;
  const chosen = selected === id;
  const here = problemsIn(problems, lens.pointer);
  const shut = () => {
    close();
    // The drawer gives focus back by itself; the editor inside the list does not.
    if (wide) button.current?.focus();
  };
  return (
    <div className={classes(styles.row, chosen && wide && styles.open)} data-pointer={lens.pointer}>
      <div className={styles.line}>
        {handle}
        <button ref={button} type="button" className={styles.main} aria-expanded={chosen} data-row={id} onClick={() => (chosen ? shut() : open(id))}>
          {icon && <span className={styles.icon}>{icon(record, id)}</span>}
          <span className={styles.text}>
            <span className={styles.name}>
              {name(record)}
              {here.length > 0 && <TriangleAlert size={14} className={here.some((p) => p.severity === "error") ? styles.bad : styles.warn} aria-label={t("plan.problems", { n: here.length })} />}
            </span>
            <span className={styles.detail}>{detail(record, id)}</span>
          </span>
          {figure && <span className={styles.figure}>{figure(record, id)}</span>}
          <ChevronRight size={16} className={styles.chevron} aria-hidden />
        </button>
        {!locked && <Menu
          align="end"
          trigger={
            <IconButton label={t("plan.acts", { name: name(record) })} size="small">
              <Ellipsis size={16} aria-hidden />
            </IconButton>
          }
          groups={[
            {
              items: [
                { key: "copy", label: t("plan.duplicate"), icon: <Copy size={16} aria-hidden />, onSelect: () => act.duplicate(id) },
                { key: "archive", label: t("plan.archive"), icon: <Archive size={16} aria-hidden />, onSelect: () => act.archive(id) },
              ],
            },
          ]}
        />}
      </div>
      {chosen && wide && (
        <InlineEditor label={name(record)} onClose={shut}>
          {!unsaved && <ProblemSummary pointer={lens.pointer} />}
          {editor(lens, id)}
        </InlineEditor>
      )}
      {chosen && !wide && (
        <RecordDrawer title={name(record)} onClose={shut}>
          {unsaved ? <Unsaved /> : <ProblemSummary pointer={lens.pointer} />}
          {editor(lens, id)}
        </RecordDrawer>
      )}
    </div>
  );
}

function InlineEditor({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  const t = useText();
  const ref = useRef<HTMLDivElement>(null);
  const locked = useLocked();
  useEffect(() => {
    ref.current?.querySelector<HTMLElement>("input, select, button")?.focus({ preventScroll: true });
    ref.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions -- Escape leaves the editor from any field in it
    <div
      ref={ref}
      role="group"
      aria-label={locked ? label : t("plan.editing", { name: label })}
      className={styles.editor}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <Grid>{children}</Grid>
      <div className={styles.editorFoot}>
        <Button size="small" onClick={onClose}>
          {t(locked ? "plan.close" : "plan.done")}
        </Button>
      </div>
    </div>
  );
}

function RecordDrawer({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const dock = useDock();
  return (
    <Drawer open title={title} onClose={onClose} actions={dock && <div className={styles.drawerDock}>{dock}</div>}>
      <Grid>{children}</Grid>
    </Drawer>
  );
}
