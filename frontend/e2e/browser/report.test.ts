// A report on paper: printed by the browser, and read back from the file.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { en, ko } from "../words";

const at = stage();
const folder = resolve(import.meta.dirname, "../../../build/cache/report");

/** A page of a printed file: what another program reads on it, and how much of it is inked. */
interface Printed {
  text: string;
  inked: number;
}

/** Prints to build/cache/report, and looks at the file with the eyes of another program. */
async function printed(page: Page, name: string): Promise<Printed[]> {
  const path = resolve(folder, `${name}.pdf`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  const texts = execFileSync("pdftotext", [path, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
  execFileSync("pdftoppm", ["-gray", "-r", "36", path, resolve(folder, name)]);
  const digits = String(texts.length).length;
  return texts.map((text, i) => ({ text: text.replaceAll(/\s+/g, " "), inked: inkOf(readFileSync(resolve(folder, `${name}-${String(i + 1).padStart(digits, "0")}.pgm`))) }));
}

/** How much of a grey picture (PGM: three lines of words, then a byte a pixel) is darker than paper. */
function inkOf(picture: Buffer): number {
  let [lines, at] = [0, 0];
  for (; lines < 3; at++) if (picture[at] === 10) lines++;
  const pixels = picture.subarray(at);
  return pixels.reduce((sum, grey) => sum + (grey < 200 ? 1 : 0), 0) / pixels.length;
}

const sheetsOf = (page: Page) => page.locator("[data-sheet]").allInnerTexts();

test("a report is made, printed, and every page says where it comes from", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.report");
  await page.getByRole("button", { name: en("report.preset.advisor") }).click();
  await expect.poll(() => page.locator("[data-sheet]").count()).toBeGreaterThan(3);
  for (const waiting of ["report.levers.working", "report.compare.working"] as const) await page.locator("[data-sheet]").getByText(en(waiting)).first().waitFor({ state: "detached", timeout: 100_000 });
  const sheets = await page.locator("[data-sheet]").count();
  const pages = (await sheetsOf(page)).map((text) => text.replaceAll(/\s+/g, " "));
  const paper = await printed(page, "advisor");
  expect(paper.length).toBe(sheets); // no page more, and none left out
  for (const [i, { text, inked }] of paper.entries()) {
    expect(text).toContain(en("report.page", { n: i + 1, all: sheets }));
    expect(text.length, `words on page ${i + 1}`).toBeGreaterThan(400);
    expect(inked, `ink on page ${i + 1}`).toBeGreaterThan(0.004);
  }
  const all = paper.map(({ text }) => text).join(" ");
  for (const said of ["report.block.compare", "compare.fates.onlyB", "compare.base.name", "report.block.appendix"] as const) expect(all).toContain(en(said));
  expect(Math.max(...paper.map(({ inked }) => inked))).toBeGreaterThan(0.05); // a fan is drawn somewhere
  for (const [i, text] of pages.entries()) {
    expect(text).toContain(en("report.page", { n: i + 1, all: sheets }));
    expect(text).toMatch(/engine \S+ · result [0-9a-f]{12} · seed \d+ · 10,000 futures/);
    expect(text).toContain(en("report.advice"));
  }
  const whole = pages.join("\n");
  for (const block of ["summary", "plan", "fan", "cashflow", "levers", "guardrail", "assumptions", "compare", "appendix"] as const) expect(whole).toContain(en(`report.block.${block}`));
  expect(whole).toContain("$");

  // Percentages give no amount away.
  await page.getByRole("radio", { name: en("report.amounts.percent") }).click();
  await expect.poll(() => page.locator("[data-sheet]").first().innerText()).toContain("%");
  expect((await sheetsOf(page)).join("\n")).not.toContain("$");
  expect(await page.locator("[data-scenario] table td[data-fate]").count()).toBeGreaterThan(0); // futures are counted, no amounts

  // In the other language, whatever the screen speaks.
  await page.getByRole("radio", { name: en("palette.korean") }).click();
  await page.getByRole("button", { name: en("report.preset.page") }).click();
  await expect.poll(() => page.locator("[data-sheet]").first().innerText()).toContain(ko("report.advice"));
  expect(await page.locator("[data-sheet]").count()).toBe(1);
  calm();
  await leave();
}, 200_000);

test("parts are reordered by keyboard", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.report");
  const names = () => page.locator("[data-part]").evaluateAll((parts) => parts.map((part) => (part as HTMLElement).dataset["part"]));
  const before = await names();
  await page.locator("[data-part] input").nth(1).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(names).toEqual([before[1], before[0], ...before.slice(2)]);
  calm();
  await leave();
});
