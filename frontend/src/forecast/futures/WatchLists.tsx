import { Eye, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ResultHeader } from "../../api/types";
import { formatCount } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { usePlanSession } from "../../shell/planSession";
import { Button, IconButton } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { TextInput } from "../../ui/Inputs";
import { useToast } from "../../ui/Toast";
import { useTyped } from "../../ui/useTyped";
import { useNaming } from "../useNaming";
import { mostWatched, watching, watchLists, type WatchList } from "../watch";
import styles from "./Cloud.module.css";

/** The lists that were kept, each to be picked again or let go. */
export function WatchLists({ header, onPick }: { header: ResultHeader; onPick: (futures: Uint32Array) => void }) {
  const t = useText();
  const locale = useLocale();
  const { state, edit, edits } = usePlanSession();
  const lists = watchLists(state.plan, header.seed);
  if (lists.length === 0) return null;
  const drop = (list: WatchList) => void edit({ key: "edit.watch.drop", args: { name: list.name } }, { watches: { [list.id]: null } });
  return (
    <ul className={styles.lists} aria-label={t("watch.lists")}>
      {lists.map((list) => (
        <li key={list.id}>
          <button type="button" className={styles.kind} onClick={() => onPick(list.futures.filter((future) => future < header.n))}>
            <Eye size={14} aria-hidden /> {list.name} <span className={styles.of}>{formatCount(list.futures.length, locale)}</span>
          </button>
          {edits && (
            <IconButton size="small" label={t("watch.drop", { name: list.name })} onClick={() => drop(list)}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  );
}

const unnamed: { name: string | null } = { name: null };

/** Asks for a name and keeps the picked futures under it. */
export function KeepWatch({ header, picked }: { header: ResultHeader; picked: Uint32Array }) {
  const t = useText();
  const locale = useLocale();
  const { edit, state } = usePlanSession();
  const { toast } = useToast();
  const [open, setOpen] = useState(false);
  const usual = t("watch.usual", { n: formatCount(picked.length, locale) });
  const [typed, type, forget] = useTyped(`watch.${state.id}`, unnamed);
  const name = typed.name ?? usual;
  const setName = (text: string) => type({ name: text });
  const keepable = (picked[0] ?? mostWatched) < mostWatched;
  const naming = useNaming(() => {
    setOpen(false);
    forget();
  });
  const keep = () =>
    naming.run(name.trim() || usual, async (called) => {
      const kept = await edit({ key: "edit.watch.save", args: { name: called } }, watching(called, header.seed, picked));
      if (kept) toast({ text: t("watch.saved", { name: called }) });
      return kept;
    });
  return (
    <>
      <Button
        size="small"
        icon={<Eye size={15} aria-hidden />}
        why={!keepable && t("why.watch", { n: formatCount(mostWatched, locale) })}
        onClick={() => setOpen(true)}
      >
        {t("watch.save")}
      </Button>
      <Dialog
        open={open}
        onClose={naming.cancel}
        title={t("watch.save")}
        actions={
          <>
            <Button onClick={naming.cancel}>{t("watch.no")}</Button>
            <Button look="primary" type="submit" form={naming.form}>
              {t("watch.keep")}
            </Button>
          </>
        }
      >
        <p className={styles.why}>{t("watch.why")}</p>
        <form
          id={naming.form}
          onSubmit={(event) => {
            event.preventDefault();
            void keep();
          }}
        >
          <Field label={t("watch.name")} error={naming.wrong}>
            <TextInput value={name} onCommit={setName} onType={setName} autoFocus />
          </Field>
        </form>
      </Dialog>
    </>
  );
}
