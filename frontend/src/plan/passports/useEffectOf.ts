import { useCallback, useEffect, useRef, useState } from "react";
import { client, startForecast } from "../../api/forecasts";
import { cancelJob, followJob } from "../../api/jobs";
import { getPaired, getResult } from "../../api/results";
import { useForecast } from "../../shell/forecastSession";
import { usePlanSession } from "../../shell/planSession";
import { measure, type Effect, type EffectBackend } from "./effect";
import type { Moves } from "./place";

const backend: EffectBackend = { start: startForecast, follow: followJob, cancel: cancelJob, pair: getPaired, header: getResult };

/** So many of the kept result's futures are played again each way. */
const most = 4000;

export type Asked =
  | { state: "waiting" }
  | { state: "asking"; share: number }
  | { state: "known"; effect: Effect }
  | { state: "stopped" }
  | { state: "failed" };

/** Asks what the moves would do, from when it is shown until it is put away; `stop` and `again` are a person's. */
export function useEffectOf(moves: Moves, apart: boolean): { asked: Asked; paths: number; stop: () => void; again: () => void } {
  const { state } = usePlanSession();
  const { result, base, previewing } = useForecast();
  const kept = previewing ? base : result;
  const [asked, setAsked] = useState<Asked>({ state: "waiting" });
  const running = useRef<AbortController>(undefined);
  const paths = Math.min(most, kept?.header.n ?? most);
  const hash = kept?.header.hash;
  const words = JSON.stringify(moves);
  const again = useCallback(() => {
    if (!hash) return;
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    const say = (next: Asked) => !abort.signal.aborted && setAsked(next);
    say({ state: "asking", share: 0 });
    const question = { plan: state.id, revision: state.revision, client: `${client}.passport`, base: hash, paths, moves: JSON.parse(words) as Moves, apart };
    measure(backend, question, (share) => say({ state: "asking", share }), abort.signal).then(
      (effect) => say({ state: "known", effect }),
      () => say({ state: "failed" }),
    );
  }, [state.id, state.revision, hash, paths, words, apart]);
  useEffect(() => {
    again();
    return () => running.current?.abort();
  }, [again]);
  const stop = () => {
    running.current?.abort();
    setAsked({ state: "stopped" });
  };
  return { asked, paths, stop, again };
}
