// Everything by keys: no mouse from the first open to a kept change.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered, headline, tabTo } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

/** Whether the focused element shows that it is. */
function focusSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused) return false;
    const ringed = (e: Element) => {
      const s = getComputedStyle(e);
      return (s.outlineStyle !== "none" && Number.parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
    };
    return ringed(focused) || (focused.parentElement !== null && ringed(focused.parentElement));
  });
}

test("from the first open to a kept change, by keyboard alone", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  const before = await headline(page).innerText();

  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(en("app.skip"));
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");

  await tabTo(page, `[role=slider][aria-label="${en("lever.work.label")}"]`);
  expect(await focusSeen(page)).toBe(true);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => headline(page).innerText()).not.toBe(before);
  await answered(page);
  const lever = () => page.evaluate(() => document.activeElement?.getAttribute("aria-valuenow"));
  await expect.poll(lever, { message: "a lever that was kept begins anew at what is planned" }).toBe("0");
  await answered(page);
  await page.keyboard.press("Control+z");
  await expect.poll(() => headline(page).innerText(), { timeout: 20_000 }).toBe(before);

  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await page.waitForURL(/\/futures/);
  await answered(page);
  await tabTo(page, "[role=slider]");
  const year = () => page.evaluate(() => document.activeElement?.getAttribute("aria-valuetext") ?? "");
  await page.keyboard.press("Home");
  const first = await year();
  await page.keyboard.press("ArrowRight");
  await expect.poll(year).not.toBe(first);
  await page.keyboard.press("t");
  await page.getByRole("table").first().waitFor();

  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.waitForURL(/\/plan/);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: en("keys.title") }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  calm();
  await leave();
});

test("every stop of the Tab key shows where it is", async () => {
  const { page, calm, leave } = await at.open();
  await page.goto(`${at.server.origin}/today`);
  await answered(page);
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === document.body)) break; // past the last stop
    const what = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
    expect(await focusSeen(page), what).toBe(true);
  }
  calm();
  await leave();
});
