// What stands elsewhere in time in one plan than in another: bars whose ends moved,
// pins that moved, and what only one of the two has.

import type { Plan } from "./document";
import { picture, type Bar, type Lane, type Pin, type Tone } from "./lanes";
import type { Stretch } from "./when";

export interface Moved {
  /** Unique among its kind. */
  key: string;
  name: string;
  /** A person's id, or HOUSEHOLD. */
  lane: string;
  /** What a bar stands for, or "pin" for a moment. */
  tone: Tone | "pin";
  /** Whose end of work a pin is, by id; "" for others. */
  stops: string;
  /** Where it stands in either plan; null where it is not. A moment begins and ends in one month. */
  first: Stretch | null;
  second: Stretch | null;
}

export interface MovedPicture extends Stretch {
  moved: Moved[];
}

/** What moved between two plans of one household; null for plans without time. */
export function movedBetween(first: Plan, second: Plan): MovedPicture | null {
  const [a, b] = [picture(first), picture(second)];
  if (!a || !b) return null;
  const [left, right] = [places(a.lanes), places(b.lanes)];
  const moved = [...new Set([...left.keys(), ...right.keys()])].flatMap((key): Moved[] => {
    const [was, is] = [left.get(key), right.get(key)];
    const either = is ?? was;
    if (!either || (was && is && was.from === is.from && was.to === is.to)) return [];
    const { from: _from, to: _to, ...what } = either;
    return [{ ...what, first: ends(was), second: ends(is) }];
  });
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), moved };
}

type Place = Omit<Moved, "first" | "second"> & Stretch;

/** Every bar and pin by its key, in the order in which the timeline draws them. */
function places(lanes: readonly Lane[]): Map<string, Place> {
  const all = lanes.flatMap((lane) => [...lane.pins.map(ofPin), ...lane.bars.map(ofBar)]);
  return new Map(all.map((place) => [place.key, place]));
}

function ofPin(pin: Pin): Place {
  return { key: "pin " + pin.id, name: pin.name, lane: pin.lane, tone: "pin", stops: pin.kind === "stop" ? pin.lane : "", from: pin.month, to: pin.month };
}

function ofBar(bar: Bar): Place {
  return { key: `${bar.tone} ${bar.id}`, name: bar.name, lane: bar.lane, tone: bar.tone, stops: "", from: bar.from, to: bar.to };
}

function ends(place: Place | undefined): Stretch | null {
  return place ? { from: place.from, to: place.to } : null;
}
