// A lens is one value of the document with the ways to change it: what it is, where it
// stands, and how to keep or try another. Lenses compose, so a control for an amount does not
// know whether it edits a salary or a tax band.

import type { EditKey } from "./editNames";

export interface Lens<T> {
  readonly value: T;
  /** JSON pointer of the value, for problems that name it. */
  readonly pointer: string;
  /** Keeps a new value. The innermost name that a lens carries says what undo will undo. */
  set(next: T, edit?: EditKey): void;
  /** Shows what a new value would do, without keeping it. */
  preview(next: T): void;
}

/** One member of an object; setting undefined removes it. */
export function part<T extends object, K extends keyof T & string>(lens: Lens<T>, key: K, edit?: EditKey): Lens<T[K]> {
  const within = (next: T[K]): T => ({ ...lens.value, [key]: next });
  return {
    value: lens.value[key],
    pointer: `${lens.pointer}/${key}`,
    set: (next, inner) => lens.set(within(next), inner ?? edit),
    preview: (next) => lens.preview(within(next)),
  };
}

/** One item of a list. */
export function item<T>(lens: Lens<T[]>, index: number): Lens<T> {
  return {
    value: lens.value[index] as T,
    pointer: `${lens.pointer}/${index}`,
    set: (next, edit) => lens.set(lens.value.with(index, next), edit),
    preview: (next) => lens.preview(lens.value.with(index, next)),
  };
}

/** An optional value as one that is always there; it enters the document with the first change. */
export function orElse<T>(lens: Lens<T | undefined>, absent: T): Lens<T> {
  return { ...lens, value: lens.value ?? absent };
}

/** The same value under another name for undo. */
export function named<T>(lens: Lens<T>, edit: EditKey): Lens<T> {
  return { ...lens, set: (next, inner) => lens.set(next, inner ?? edit) };
}

/** The same value in another form, e.g. a share as percent. */
export function through<T, U>(lens: Lens<T>, read: (value: T) => U, write: (next: U, before: T) => T): Lens<U> {
  return {
    value: read(lens.value),
    pointer: lens.pointer,
    set: (next, edit) => lens.set(write(next, lens.value), edit),
    preview: (next) => lens.preview(write(next, lens.value)),
  };
}
