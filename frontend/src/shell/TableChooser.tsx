// Where a file with a table is chosen or dropped.
import { FileInput } from "lucide-react";
import { useId, useRef, useState, type DragEvent, type ReactNode } from "react";
import { bringsFiles, droppedFiles } from "../desktop/dropped";
import { Button } from "../ui/Button";
import { classes } from "../ui/classes";
import { Note } from "../ui/Note";
import styles from "./TableChooser.module.css";

interface TableChooserProps {
  label: string;
  /** What stands there: the name of the file, or what to do. */
  title: string;
  choose: string;
  take: (file: File) => void;
  className?: string | undefined;
  /** Words under the title. */
  hint?: ReactNode;
  /** Why a file could not be taken, in words. */
  wrong?: string | undefined;
  /** What stands below. */
  children?: ReactNode;
}

export function TableChooser({ label, title, choose, take, className, hint, wrong, children }: TableChooserProps) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const note = useId();
  const drop = (event: DragEvent) => {
    setOver(false);
    if (!bringsFiles(event.dataTransfer)) return;
    event.preventDefault();
    void droppedFiles(event.dataTransfer).then((files) => files[0] && take(files[0]));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the button does the same; dropping is the shorter way for a mouse
    <div
      role="group"
      aria-label={label}
      className={classes(styles.drop, className, over && styles.over)}
      onDragOver={(event) => {
        if (!bringsFiles(event.dataTransfer)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <strong>{title}</strong>
      {hint}
      <Button icon={<FileInput size={16} aria-hidden />} aria-describedby={wrong && note} onClick={() => input.current?.click()}>
        {choose}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        aria-label={choose}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = "";
          if (chosen) take(chosen);
        }}
      />
      {wrong && (
        <Note id={note} tone="error" alert>
          {wrong}
        </Note>
      )}
      {children}
    </div>
  );
}
