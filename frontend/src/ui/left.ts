// What stands in a field and is not kept: a number half written, a date that nobody can read.
// It outlives a reload and a crash, and is found where it was typed.
import { createContext, useContext } from "react";
import { keep, kept } from "./kept";

/** Where the fields within stand, one word for one place; "" where what is typed need not outlive the page. */
const Place = createContext("");

export const PlaceProvider = Place;

/** The place of one thing within another. */
export function usePlace(name: string | undefined): string {
  const around = useContext(Place);
  return around && name ? `${around}/${name}` : around;
}

export interface Left {
  text: string;
  /** What was kept when it was typed. */
  over: string;
}

const entry = (place: string) => `left.${place}`;

/** What was left in a field; null for nothing. */
export function leftAt(place: string): Left | null {
  const left = place ? kept(entry(place)) : null;
  return isLeft(left) ? left : null;
}

const isLeft = (value: unknown): value is Left => typeof value === "object" && value !== null && "text" in value && typeof value.text === "string" && "over" in value && typeof value.over === "string";

/** Leaves something in a field, or with null nothing. */
export function leaveAt(place: string, left: Left | null): void {
  if (place) keep(entry(place), left);
}
