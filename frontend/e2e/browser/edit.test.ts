// A person changes what life costs, sees what that does, and takes it back.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered, goTo, headline, hero } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

/** Opens the first spending of the plan, in whatever place the page is, and gives its amount. */
async function openSpending(page: Page) {
  await goTo(page, "nav.plan");
  await page.getByRole("link", { name: new RegExp(`^${en("plan.section.spending")}`) }).click();
  await page.getByRole("heading", { level: 1, name: en("plan.question.spending") }).waitFor();
  const row = page.locator("[data-row]").first();
  if ((await row.getAttribute("aria-expanded")) !== "true") await row.click();
  return page.getByRole("textbox", { name: en("plan.amount"), exact: true });
}

const undo = (page: Page) => page.getByRole("button", { name: new RegExp(`^${en("bar.undo")}`) }).first();
const redo = (page: Page) => page.getByRole("button", { name: new RegExp(`^${en("bar.redo")}`) }).first();

test("an edit of spending moves the headline, and undo and redo name it", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  const before = await headline(page).innerText();

  const amount = await openSpending(page);
  const was = await amount.inputValue();
  await amount.fill("4500");
  await amount.press("Enter");
  await page.getByText(en("dock.lost", { n: "" }).trim()).first().waitFor(); // futures that no longer hold, by the paired count
  await answered(page);

  await goTo(page, "nav.today");
  await answered(page);
  const worse = await headline(page).innerText();
  expect(worse).not.toBe(before);

  const named = await undo(page).getAttribute("aria-label");
  expect(named).not.toBe(en("bar.undo")); // it says what it would take back
  await undo(page).click();
  await expect.poll(() => headline(page).innerText()).toBe(before);
  expect((await redo(page).getAttribute("aria-label"))?.replace(en("bar.redo"), "")).toBe(named?.replace(en("bar.undo"), ""));
  await redo(page).click();
  await expect.poll(() => headline(page).innerText()).toBe(worse);

  await page.keyboard.press("Control+z");
  await expect.poll(() => headline(page).innerText()).toBe(before);
  expect(await (await openSpending(page)).inputValue()).toBe(was);
  calm();
  await leave();
});

test("what cannot be read stays in its field and is said", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  const amount = await openSpending(page);
  await amount.fill("a lot");
  await amount.press("Enter");
  await page.getByRole("alert").first().waitFor();
  expect(await amount.inputValue()).toBe("a lot");
  expect(await amount.getAttribute("aria-invalid")).toBe("true");
  calm();
  await leave();
});

test("a dragged slider shows a thousand futures, and ten thousand when it is let go", async () => {
  const { page, calm, leave } = await at.open();
  await goTo(page, "nav.today");
  await expect.poll(() => headline(page).innerText()).toMatch(hero());
  await answered(page);
  const asked: string[] = [];
  page.on("request", (r) => {
    if (r.url().endsWith("/api/v1/forecasts") && r.method() === "POST") asked.push((r.postDataJSON() as { purpose: string }).purpose);
  });
  const before = await headline(page).innerText();
  const thumb = page.getByRole("slider", { name: en("lever.work.label") });
  const box = await thumb.boundingBox();
  if (!box) throw new Error("the slider is not on the screen");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 6 });
  await expect.poll(() => headline(page).innerText()).not.toBe(before);
  expect(new Set(asked)).toEqual(new Set(["preview"]));
  await page.mouse.up();
  await expect.poll(() => asked.includes("full")).toBe(true);
  await answered(page);
  const after = await headline(page).innerText();
  expect(after).not.toBe(before);
  await undo(page).click();
  await expect.poll(() => headline(page).innerText()).toBe(before);
  calm();
  await leave();
});

test("the plan is still there after the page is loaded anew", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  const amount = await openSpending(page);
  await amount.fill("1600");
  await amount.press("Enter");
  await expect.poll(() => undo(page).isEnabled()).toBe(true);
  await answered(page);
  await page.reload();
  await page.locator("[data-row]").first().waitFor();
  expect(await (await openSpending(page)).inputValue()).toBe("1,600");
  calm();
  await leave();
});

test("the end of a bar moves by keyboard, and undo names it", async () => {
  const { page, calm, leave } = await at.open();
  await page.goto(`${at.server.origin}/today`);
  await answered(page);
  await goTo(page, "nav.plan");
  await page.getByRole("link", { name: new RegExp(`^${en("plan.section.timeline")}`) }).click();
  await page.getByRole("group", { name: en("plan.timeline.label") }).waitFor();
  await answered(page);
  const bar = page.locator("a:has(~ [data-side=end])").first();
  await bar.focus();
  await page.keyboard.press("ArrowRight");
  const end = page.locator("[data-side=end]:focus");
  const was = await end.getAttribute("aria-valuetext");
  const before = await undo(page).getAttribute("aria-label");
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => end.getAttribute("aria-valuetext")).not.toBe(was);
  await expect.poll(() => undo(page).getAttribute("aria-label")).not.toBe(before);
  await answered(page);
  await page.keyboard.press("Escape");
  await expect.poll(() => bar.evaluate((element) => element === document.activeElement)).toBe(true);
  await undo(page).click();
  await bar.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => end.getAttribute("aria-valuetext")).toBe(was);
  calm();
  await leave();
});
