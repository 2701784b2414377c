// A report on paper: printed by the browser, and read back from the file.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { en, ko } from "../words";

const at = stage();
const folder = resolve(import.meta.dirname, "../../../build/cache/report");

/** Prints to build/cache/report, and counts the pages of the file. */
async function printed(page: Page, name: string): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(folder, `${name}.pdf`), pdf);
  return pdf.toString("latin1").match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}

const sheetsOf = (page: Page) => page.locator("[data-sheet]").allInnerTexts();

test("a report is made, printed, and every page says where it comes from", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.report");
  await page.getByRole("button", { name: en("report.preset.advisor") }).click();
  await expect.poll(() => page.locator("[data-sheet]").count()).toBeGreaterThan(3);
  await page.locator("[data-sheet]").getByText(en("report.levers.working")).waitFor({ state: "detached", timeout: 100_000 });
  const sheets = await page.locator("[data-sheet]").count();
  const pages = (await sheetsOf(page)).map((text) => text.replaceAll(/\s+/g, " "));
  expect(await printed(page, "advisor")).toBeGreaterThanOrEqual(sheets);
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
