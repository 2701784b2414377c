// A report on paper: printed by the browser, and read back from the file.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { en, ko } from "../words";

const at = stage();
const folder = resolve(import.meta.dirname, "../../../build/cache/report");

/** The text of each page of a printed report. */
function pagesOf(pdf: Buffer, name: string): string[] {
  mkdirSync(folder, { recursive: true });
  const file = resolve(folder, `${name}.pdf`);
  writeFileSync(file, pdf);
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").filter((page) => page.trim() !== "");
}

const print = { preferCSSPageSize: true, printBackground: true };

test("a report is made, printed, and every page says where it comes from", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.report");
  await page.getByRole("button", { name: en("report.preset.advisor") }).click();
  await expect.poll(() => page.locator("[data-sheet]").count()).toBeGreaterThan(3);
  await page.locator("[data-sheet]").getByText(en("report.levers.working")).waitFor({ state: "detached", timeout: 100_000 });
  const sheets = await page.locator("[data-sheet]").count();
  const pages = pagesOf(await page.pdf(print), "advisor");
  expect(pages.length).toBe(sheets);
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
  expect(pagesOf(await page.pdf(print), "percent").join("\n")).not.toContain("$");

  // In the other language, whatever the screen speaks.
  await page.getByRole("radio", { name: en("palette.korean") }).click();
  await page.getByRole("button", { name: en("report.preset.page") }).click();
  await expect.poll(() => page.locator("[data-sheet]").first().innerText()).toContain(ko("report.advice"));
  const korean = pagesOf(await page.pdf(print), "korean");
  expect(korean.length).toBe(1);
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
