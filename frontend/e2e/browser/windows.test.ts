// Two windows of one household: what one does the other shows, and neither overwrites the other unseen.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

/** The amount of the plan's first spending, in its field. */
async function amountOf(page: Page) {
  await answered(page);
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
