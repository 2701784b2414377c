// A file that is on its way in, and what was chosen for it. Both outlive a reload.
import { useState } from "react";
import { base64 } from "../api/track";
import { useTyped } from "../ui/useTyped";

export interface Brought {
  name: string;
  /** Its bytes as base64. */
  data: string;
}

interface Kept<C> {
  name: string;
  /** "" where the file is too large to be kept. */
  data: string;
  choices: C;
}

/** So many letters of a file are kept over a reload: a window has room for about five million in all. */
const mostKept = 1 << 20;

export interface Bringing<C> {
  /** null before one is chosen, or after a reload that it was too large for. */
  file: Brought | null;
  /** The name of a file that has to be chosen again; "" for none. */
  lost: string;
  choices: C;
  /** Reads a file. The choices that were made for it before a reload stand again; any other begins with none. */
  take: (chosen: File) => Promise<{ file: Brought; choices: C }>;
  choose: (choices: C) => void;
  /** Once it is handed over, or not wanted. */
  forget: () => void;
}

/** place: as of useTyped. none: what is chosen at first, the same object every time. */
export function useBringing<C extends object>(place: string, none: Kept<C>, most = mostKept): Bringing<C> {
  const [kept, setKept, forget] = useTyped<Kept<C>>(place, none);
  const [file, setFile] = useState<Brought | null>(() => (kept.data ? { name: kept.name, data: kept.data } : null));
  const lost = file ? "" : kept.name;
  const take = async (chosen: File) => {
    const read = { name: chosen.name, data: await base64(chosen) };
    const choices = chosen.name === lost ? kept.choices : none.choices;
    setFile(read);
    setKept({ name: read.name, data: read.data.length <= most ? read.data : "", choices });
    return { file: read, choices };
  };
  return {
    file,
    lost,
    choices: kept.choices,
    take,
    choose: (choices) => setKept({ ...kept, choices }),
    forget: () => {
      setFile(null);
      forget();
    },
  };
}
