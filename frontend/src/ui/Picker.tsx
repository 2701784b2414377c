// One of several things that need a sentence each: a model, a rule, a law.
import { Check } from "lucide-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Button } from "./Button";
import { useSaidOf } from "./Field";
import { useLocked } from "./lock";
import styles from "./Picker.module.css";

export interface PickerOption<V extends string> {
  value: V;
  name: string;
  /** What it means, in one sentence. */
  about: string;
  /** When to choose it. */
  use?: string;
}

export interface PickerProps<V extends string> {
  label: string;
  value: V;
  options: readonly PickerOption<V>[];
  /** The words of the button that opens and closes the list, and of the line below it. */
  words: { open: string; close: string; keys: string };
  onChoose: (value: V) => void;
  /** Called for what the keys are on, to show what it would do; null when nothing is tried any more. */
  onTry?: (value: V | null) => void;
  /** Stands beside the button. */
  aside?: ReactNode;
}

/** Shows the choice in full; the others unfold. Arrow keys try, Enter chooses, Escape leaves it as it was. */
export function Picker<V extends string>({ label, value, options, words, onChoose, onTry, aside }: PickerProps<V>) {
  const [open, setOpen] = useState(false);
  const list = useId();
  const locked = useLocked();
  const { "aria-describedby": said } = useSaidOf();
  const button = useRef<HTMLButtonElement>(null);
  const chosen = options.find((option) => option.value === value);
  const close = () => {
    setOpen(false);
    onTry?.(null);
    button.current?.focus();
  };
  return (
    <div>
      <div className={styles.shown}>
        <div className={styles.text}>
          <span className={styles.name}>{chosen?.name ?? value}</span>
          {chosen && <span className={styles.about}>{chosen.about}</span>}
          {chosen?.use && <span className={styles.use}>{chosen.use}</span>}
        </div>
        {!locked && <div className={styles.acts}>
          <Button ref={button} size="small" aria-describedby={said} aria-expanded={open} aria-controls={open ? list : undefined} aria-label={`${label}: ${chosen?.name ?? value}. ${open ? words.close : words.open}`} onClick={() => (open ? close() : setOpen(true))}>
            {open ? words.close : words.open}
          </Button>
          {aside}
        </div>}
      </div>
      {open && (
        <>
          <Options
            id={list}
            label={label}
            value={value}
            options={options}
            {...(onTry ? { onTry } : {})}
            onClose={close}
            onChoose={(next) => {
              setOpen(false);
              if (next === value) onTry?.(null);
              else onChoose(next);
              button.current?.focus();
            }}
          />
          <p className={styles.keys}>{words.keys}</p>
        </>
      )}
    </div>
  );
}

interface OptionsProps<V extends string> extends Pick<PickerProps<V>, "label" | "value" | "options" | "onChoose" | "onTry"> {
  id: string;
  onClose: () => void;
}

const steps: { [key: string]: number } = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function Options<V extends string>({ id, label, value, options, onChoose, onTry, onClose }: OptionsProps<V>) {
  const list = useRef<HTMLDivElement>(null);
  const known = options.some((option) => option.value === value);
  const [at, setAt] = useState<V>((known ? value : options[0]?.value) ?? value);
  useEffect(() => {
    list.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, []);
  const go = (index: number) => {
    const next = options[(index + options.length) % options.length];
    if (!next) return;
    setAt(next.value);
    onTry?.(next.value);
    list.current?.querySelectorAll<HTMLElement>("[role=option]")[options.indexOf(next)]?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const now = options.findIndex((option) => option.value === at);
    const step = steps[event.key];
    if (step !== undefined) go(now + step);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(options.length - 1);
    else if (event.key === "Enter" || event.key === " ") onChoose(at);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      id={id}
      ref={list}
      role="listbox"
      aria-label={label}
      tabIndex={-1}
      className={styles.list}
      onKeyDown={press}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onTry?.(null);
      }}
    >
      {options.map((option) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the list hears the keys
        <div key={option.value} role="option" aria-selected={option.value === value} tabIndex={option.value === at ? 0 : -1} className={styles.option} onClick={() => onChoose(option.value)}>
          <span className={styles.optionName}>
            {option.name}
            {option.value === value && <Check size={15} className={styles.check} aria-hidden />}
          </span>
          <span className={styles.optionText}>
            <span className={styles.about}>{option.about}</span>
            {option.use && <span className={styles.use}>{option.use}</span>}
          </span>
        </div>
      ))}
    </div>
  );
}
