// One future among ten thousand, found and lived through by keyboard alone.
import { expect, test } from "vitest";
import { answered, tabTo } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

test("the worst future is opened from the table and walked through with brackets", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await page.goto(`${at.server.origin}/futures/runs`);
  const table = page.getByRole("region", { name: en("runs.caption") });
  await table.waitFor();
  await tabTo(page, `[aria-label="${en("runs.caption")}"]`);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await page.getByText(en("runs.selection.count", { n: 1, share: "" }).split(",")[0] ?? "").first().waitFor();
  await page.keyboard.press("Enter");

  await page.waitForURL(/\/futures\/runs\/\d+/);
  const title = page.getByRole("heading", { level: 1 });
  await expect.poll(() => title.innerText()).toMatch(/falls short/);
  const year = page.getByRole("heading", { level: 2 }).first();
  const shown = await year.innerText();
  await page.keyboard.press("[");
  await expect.poll(() => year.innerText()).not.toBe(shown);
  expect(page.url()).toMatch(/y=\d{4}/);
  await page.keyboard.press("]");
  await expect.poll(() => year.innerText()).toBe(shown);

  await tabTo(page, "button[aria-expanded]");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: en("replay.working.caption", { year: shown.slice(0, 4) }) }).waitFor();
  await page.reload();
  await expect.poll(() => year.innerText()).toBe(shown); // the address says which future and which year
  calm();
  await leave();
}, 120_000);

test("a group of futures is set against the rest", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await page.goto(`${at.server.origin}/futures/runs`);
  await page.getByRole("combobox", { name: en("runs.choose") }).selectOption("failing");
  await page.getByText(/A typical one of them/).waitFor();
  await expect.poll(() => page.getByText(/, against .* in the rest/).count()).toBe(5);
  await page.getByText(/A typical one of them/).click();
  await page.waitForURL(/\/futures\/runs\/\d+/);
  calm();
  await leave();
});
