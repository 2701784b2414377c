import { beforeAll, expect, test } from "vitest";
import { learn } from "../i18n/spoken";
import { textIn } from "../i18n/text";
import type { Growth } from "../api/types";
import { growthWords } from "./words";

beforeAll(() => Promise.all([learn("en"), learn("ko")]));

test.each<[Growth, string, string]>([
  [{ kind: "inflationPlus", rate: 0.008 }, "prices + 0.8% a year", "해마다 물가보다 0.8% 더"],
  [{ kind: "inflationPlus", rate: -0.0075 }, "prices − 0.75% a year", "해마다 물가보다 0.75% 덜"],
  [{ kind: "inflationPlus", rate: 0 }, "with prices", "물가만큼"],
  [{ kind: "rate", rate: 0.03 }, "3% a year", "해마다 3%씩"],
  [{ kind: "rate", rate: -0.01 }, "−1% a year", "해마다 −1%씩"],
  [{ kind: "index", index: "health" }, "with health prices", "의료 물가만큼"],
])("%o is said as %s, %s", (growth, en, ko) => {
  expect(growthWords({ t: textIn("en") }, growth)).toBe(en);
  expect(growthWords({ t: textIn("ko") }, growth)).toBe(ko);
});
