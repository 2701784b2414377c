// The futures that a person picked: chosen in the cloud or among the rows, seen in the fan too.
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import type { ResultHeader } from "../api/types";

/** What picked futures belong to: the same plan in the same luck, however many futures of it were played. */
const kinOf = (header: Pick<ResultHeader, "planHash" | "seed" | "engine">): string => `${header.planHash} ${header.seed} ${header.engine}`;

interface Picked {
  kin: string;
  futures: Uint32Array;
}

interface PickedSession {
  picked: Picked;
  /** In rising order; none are picked where there are none. */
  pick: (kin: string, futures: Uint32Array) => void;
}

const none: Picked = { kin: "", futures: new Uint32Array(0) };

const PickedContext = createContext<PickedSession>({ picked: none, pick: () => undefined });

export function PickedProvider({ children }: { children: ReactNode }) {
  const [picked, setPicked] = useState(none);
  const value = useMemo(() => ({ picked, pick: (kin: string, futures: Uint32Array) => setPicked({ kin, futures }) }), [picked]);
  return <PickedContext value={value}>{children}</PickedContext>;
}

/** The picked futures of a result, and how to pick others of it. */
export function usePicked(header: Pick<ResultHeader, "planHash" | "seed" | "engine" | "n">): [Uint32Array, (futures: Uint32Array) => void] {
  const { picked, pick } = useContext(PickedContext);
  const kin = kinOf(header);
  const futures = useMemo(() => (picked.kin === kin ? below(picked.futures, header.n) : none.futures), [picked, kin, header.n]);
  return [futures, (next) => pick(kin, next)];
}

/** Those of a rising list that a result of so many futures has. */
function below(futures: Uint32Array, n: number): Uint32Array {
  const last = futures.at(-1);
  return last === undefined || last < n ? futures : futures.filter((future) => future < n);
}

/** Some of many, evenly spread over them. */
export function someOf(futures: Uint32Array, most: number): number[] {
  const count = Math.min(most, futures.length);
  return Array.from({ length: count }, (_, i) => futures[Math.floor(((i + 0.5) * futures.length) / count)] ?? 0);
}
