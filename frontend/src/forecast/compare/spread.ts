import type { Spread } from "../../chart/FanPair";
import type { Forecast } from "../../shell/forecastSession";
import type { Basis } from "../lines";

/** What can be drawn on over time: half of the futures lie above the middle, four in five between the others. */
export function spreadOf(of: Forecast, name: string, basis: Basis): Spread | null {
  const [low, median, high] = [10, 50, 90].map((p) => of.series.line(basis, "liquid", p));
  return low && median && high ? { name, low, median, high } : null;
}
