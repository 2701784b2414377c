import type { ForecastSession } from "../shell/forecastSession";
import { successFact } from "../shell/headline";
import type { ForecastSnapshot } from "./store";

/** What is shown, what it is compared with, and how many futures hold: figures that add up beside each other. */
export function comparison({ kept, before, preview, paired }: Pick<ForecastSnapshot, "kept" | "before" | "preview" | "paired">): Pick<ForecastSession, "result" | "base" | "paired" | "success"> {
  const result = preview ?? kept;
  const base = preview ? kept : before;
  const compared = paired !== null && paired.a === base?.header.hash && paired.b === result?.header.hash && base.header.metric === result.header.metric;
  const own = result ? successFact(result.header) : undefined;
  const success = preview && compared && own ? { ...own, ...paired.estimate } : own;
  return { result, base, paired: compared ? paired : null, success };
}
