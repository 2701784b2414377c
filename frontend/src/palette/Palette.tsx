import { Search } from "lucide-react";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { learn } from "../i18n/spoken";
import { useLocale, useText } from "../i18n/text";
import { Kbd } from "../ui/Card";
import { useCommands, type Command, type Group, type Trial } from "./commands";
import { score } from "./match";
import styles from "./Palette.module.css";

const order: readonly Group[] = ["go", "jump", "try", "add", "switch", "set", "ask"];
const mod = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘" : "Ctrl";
const most = 40;

export interface PaletteProps {
  onClose: () => void;
  /** What can be tried, and how to ask: by the features that know. */
  trials: readonly Trial[];
  ask: (question: string) => void;
}

/** What is to be done, typed. Arrow keys choose, Enter does it, Escape leaves. */
export default function Palette({ onClose, trials, ask }: PaletteProps) {
  const t = useText();
  const locale = useLocale();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [bilingual, setBilingual] = useState(false);
  const commands = useCommands(query, { trials, ask, close: onClose, bilingual });
  const shown = useMemo(() => ranked(commands, query), [commands, query]);
  useEffect(() => {
    let current = true;
    void learn(locale === "ko" ? "en" : "ko").then(() => current && setBilingual(true));
    return () => {
      current = false;
    };
  }, [locale]);
  useEffect(() => {
    const box = dialog.current;
    const back = document.activeElement;
    box?.showModal();
    return () => {
      box?.close();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    };
  }, []);
  const here = Math.min(at, shown.length - 1);
  useLayoutEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [here, shown]);
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return; // Enter ends a syllable first
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: event.ctrlKey ? 0 : undefined, End: event.ctrlKey ? shown.length - 1 : undefined }[event.key];
    if (to !== undefined && shown.length > 0) setAt((to + shown.length) % shown.length);
    else if (event.key === "Enter") shown[here]?.run();
    else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape closes; the click is on the backdrop
    <dialog ref={dialog} className={styles.dialog} aria-label={t("palette.title")} onCancel={(event) => { event.preventDefault(); onClose(); }} onClick={(event) => event.target === dialog.current && onClose()}>
      <div className={styles.head}>
        <Search size={18} aria-hidden />
        <input
          className={styles.input}
          type="text"
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={shown[here] ? `${list}-${here}` : undefined}
          aria-label={t("palette.title")}
          placeholder={t("palette.placeholder")}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <Kbd>Esc</Kbd>
      </div>
      <div id={list} className={styles.list} role="listbox" aria-label={t("palette.title")}>
        {shown.map((command, i) => (
          <Option key={command.key} id={`${list}-${i}`} command={command} chosen={i === here} heading={command.group === shown[i - 1]?.group ? null : command.group} onPoint={() => setAt(i)} />
        ))}
      </div>
      <p className="visuallyHidden" role="status">{t("palette.count", { n: shown.length })}</p>
    </dialog>
  );
}

/** The best first; without a query in their own order. Groups stay together. */
function ranked(commands: readonly Command[], query: string): Command[] {
  const scored = commands.map((command) => ({ command, points: score(query, [command.label, ...command.also]) })).filter(({ points }) => points > 0);
  const best = (group: Group) => Math.max(0, ...scored.filter(({ command }) => command.group === group).map(({ points }) => (group === "ask" ? 0.5 : points)));
  const groups = query.trim() ? order.toSorted((a, b) => best(b) - best(a)) : order;
  return groups
    .flatMap((group) => scored.filter(({ command }) => command.group === group).toSorted((a, b) => b.points - a.points))
    .map(({ command }) => command)
    .slice(0, most);
}

function Option({ id, command, chosen, heading, onPoint }: { id: string; command: Command; chosen: boolean; heading: Group | null; onPoint: () => void }) {
  const t = useText();
  return (
    <>
      {heading && <div className={styles.heading} role="presentation">{t(`palette.group.${heading}`)}</div>}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field hears the keys */}
      <div id={id} role="option" aria-selected={chosen} tabIndex={-1} className={styles.option} onPointerMove={onPoint} onClick={command.run}>
        <span className={styles.label}>{command.label}</span>
        {command.note && <span className={styles.note}>{command.note}</span>}
        {command.keys && (
          <span className={styles.keys}>
            {command.keys.map((key) => (
              <Kbd key={key}>{key === "mod" ? mod : key}</Kbd>
            ))}
          </span>
        )}
      </div>
    </>
  );
}
