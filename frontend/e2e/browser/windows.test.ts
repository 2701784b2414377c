// Two windows of one household: what one does the other shows, and neither overwrites the other unseen.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { en } from "../words";

const at = stage();

/** The amount of the plan's first spending, in its field. */
async function amountOf(page: Page) {
  await answered(page);
  return fieldOf(page);
}

async function fieldOf(page: Page) {
  await goTo(page, "nav.plan");
  await page.getByRole("link", { name: new RegExp(`^${en("plan.section.spending")}`) }).click();
  await page.getByRole("heading", { level: 1, name: en("plan.question.spending") }).waitFor();
  const row = page.locator("[data-row]").first();
  if ((await row.getAttribute("aria-expanded")) !== "true") await row.click();
  return page.getByRole("textbox", { name: en("plan.amount"), exact: true });
}

const rowOf = (page: Page) => page.locator("[data-row]").first().innerText();

/** What a window asks the backend for that begins so. */
function asked(page: Page, path: RegExp): string[] {
  const paths: string[] = [];
  page.on("request", (r) => {
    const { pathname } = new URL(r.url());
    if (path.test(pathname)) paths.push(`${r.method()} ${pathname}`);
  });
  return paths;
}

test("an edit in one window shows in the other, which keeps what is being typed there", async () => {
  const one = await at.open();
  const mine = await amountOf(one.page);
  const two = await at.open();
  const theirs = await amountOf(two.page);
  const reads = asked(one.page, /\/plans\/[^/]+$/);

  await mine.fill("4,321");
  await mine.press("Enter");
  await expect.poll(() => theirs.inputValue()).toBe("4,321");
  expect(reads).toEqual([]); // its own edit is no news to the window that made it

  await theirs.fill("5");
  await mine.fill("4,400");
  await mine.press("Enter");
  await expect.poll(() => rowOf(two.page)).toContain("4,400"); // the news has come, under the typing hand
  expect(await theirs.inputValue()).toBe("5");
  await theirs.press("Enter");
  await expect.poll(() => mine.inputValue()).toBe("5");

  await one.page.getByRole("button", { name: new RegExp(`^${en("bar.undo")}`) }).first().click();
  await expect.poll(() => theirs.inputValue()).toBe("4,400");
  one.calm();
  two.calm();
  await one.leave();
  await two.leave();
});

test("a way of showing that is chosen in one window is taken up by the other", async () => {
  const one = await at.open();
  const two = await at.open();
  await answered(one.page);
  await answered(two.page);
  await one.page.keyboard.press("v");
  await two.page.getByRole("radio", { name: en("bar.basis.nominal"), checked: true }).first().waitFor();
  await two.page.keyboard.press("v");
  await one.page.getByRole("radio", { name: en("bar.basis.real"), checked: true }).first().waitFor();
  one.calm();
  two.calm();
  await one.leave();
  await two.leave();
});

test("what two tabs change at once is kept twice, over a lost line and a reload, until one decides", async () => {
  const one = await at.open();
  one.expectTrouble(/net::ERR_FAILED/);
  const mine = await fieldOf(one.page);
  const two = await one.page.context().newPage();
  await two.goto(one.page.url());
  const theirs = await fieldOf(two);
  await two.getByRole("button", { name: new RegExp(en("who.window")) }).waitFor(); // each sees the other
  await one.page.getByRole("button", { name: new RegExp(en("who.window")) }).waitFor();

  await one.page.route("**/edits", (route) => route.abort());
  await mine.fill("4,100");
  await mine.press("Enter");
  const waiting = one.page.getByRole("button", { name: en("waiting.label", { n: 1 }) });
  await waiting.waitFor();
  await theirs.fill("4,200");
  await theirs.press("Enter");
  await two.getByRole("button", { name: new RegExp(`^${en("bar.undo")}`) }).first().waitFor();
  await one.page.reload();
  const again = await fieldOf(one.page);
  await expect.poll(() => again.inputValue()).toBe("4,100");
  await waiting.waitFor();

  await one.page.unroute("**/edits");
  await one.page.evaluate(() => window.dispatchEvent(new Event("online")));
  const toDecide = (page: Page) => page.getByRole("button", { name: en("conflict.label", { n: 1 }) });
  await toDecide(one.page).waitFor();
  await expect.poll(() => again.inputValue()).toBe("4,200"); // what stood first stays
  await expect.poll(() => one.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("meridian.edit.")))).toEqual([]);
  await toDecide(two).click();
  const tray = two.getByRole("dialog", { name: en("conflict.title") });
  await tray.getByText(/4,200.*4,100/).first().waitFor();
  await expectAccessible(two, "what waits to be decided");
  await tray.getByRole("button", { name: new RegExp(`^${en("conflict.take")}`) }).click();
  await tray.getByText(en("conflict.none"), { exact: true }).waitFor();
  await expect.poll(() => again.inputValue()).toBe("4,100");
  await expect.poll(() => toDecide(one.page).count()).toBe(0);
  one.calm();
  await one.leave();
});
