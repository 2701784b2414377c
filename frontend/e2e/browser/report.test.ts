// A report on paper: printed by the browser, and read back from the file.
import { PDFiumLibrary } from "@hyzyla/pdfium";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { en, ko } from "../words";

const at = stage();
const folder = resolve(import.meta.dirname, "../../../build/cache/report");

interface Printed {
  text: string;
  /** The share of the page that is not white. */
  ink: number;
}

/** The pages of a printed report, as a reader of PDF files sees them; the file stays in build/cache/report. */
async function pagesOf(pdf: Buffer, name: string): Promise<Printed[]> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(folder, `${name}.pdf`), pdf);
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const pages: Printed[] = [];
  for (const page of document.pages()) {
    const { data } = await page.render({ scale: 1, render: "bitmap" });
    let marks = 0;
    for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) + (data[i + 1] ?? 255) + (data[i + 2] ?? 255) < 600) marks++;
    pages.push({ text: page.getText().replaceAll(/\s+/g, " "), ink: marks / (data.length / 4) });
  }
  document.destroy();
  library.destroy();
  return pages;
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
  const pages = await pagesOf(await page.pdf(print), "advisor");
  expect(pages.length).toBe(sheets);
  for (const [i, { text, ink }] of pages.entries()) {
    expect(ink).toBeGreaterThan(0.002);
    expect(text).toContain(en("report.page", { n: i + 1, all: sheets }));
    expect(text).toMatch(/engine \S+ · result [0-9a-f]{12} · seed \d+ · 10,000 futures/);
    expect(text).toContain(en("report.advice"));
  }
  const whole = pages.map((p) => p.text).join("\n");
  for (const block of ["summary", "plan", "fan", "cashflow", "levers", "guardrail", "assumptions", "compare", "appendix"] as const) expect(whole).toContain(en(`report.block.${block}`));
  expect(whole).toContain("$");

  // Percentages give no amount away.
  await page.getByRole("radio", { name: en("report.amounts.percent") }).click();
  await expect.poll(() => page.locator("[data-sheet]").first().innerText()).toContain("%");
  expect((await pagesOf(await page.pdf(print), "percent")).map((p) => p.text).join("\n")).not.toContain("$");

  // In the other language, whatever the screen speaks.
  await page.getByRole("radio", { name: en("palette.korean") }).click();
  await page.getByRole("button", { name: en("report.preset.page") }).click();
  await expect.poll(() => page.locator("[data-sheet]").first().innerText()).toContain(ko("report.advice"));
  const korean = await pagesOf(await page.pdf(print), "korean");
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
