// A scenario beside the plan: made, looked at future by future, made the plan, and taken back.
import { expect, test } from "vitest";
import { answered, goTo, headline } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();
const name = en("compare.new.retireLater");

test("a ready branch is set beside the plan, applied, and undone", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  const before = await headline(page).innerText();
  await goTo(page, "nav.compare");
  await page.getByRole("button", { name: en("compare.new"), exact: true }).click();
  await page.getByRole("menuitem", { name }).click();
  await expect.poll(() => headline(page).innerText()).toContain(name);

  const field = (what: "both" | "onlyA" | "onlyB" | "neither") => page.locator(`[data-fate="${what}"]`);
  const count = () => Promise.all((["both", "onlyA", "onlyB", "neither"] as const).map(async (f) => Number((await field(f).innerText()).split("\n")[0]?.replaceAll(",", ""))));
  await expect.poll(async () => (await count()).reduce((a, b) => a + b, 0)).toBe(10_000);
  const counts = await count();
  expect(counts[2]).toBeGreaterThan(counts[1] ?? 0); // working longer rescues more than it loses

  await field("onlyB").click();
  await page.waitForURL(/fate=onlyB/);
  await page.getByText(en("runs.fate.onlyB", { n: (counts[2] ?? 0).toLocaleString("en-US") })).waitFor();
  expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe(String((counts[2] ?? 0) + 1));
  await page.goBack();

  await page.getByRole("button", { name: en("compare.apply") }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: en("compare.apply.do") }).click();
  await page.getByText(en("compare.applied", { name })).waitFor();
  await goTo(page, "nav.today");
  await answered(page);
  await expect.poll(() => headline(page).innerText()).not.toBe(before);
  await page.keyboard.press("Control+z");
  await expect.poll(() => headline(page).innerText()).toBe(before);
  await goTo(page, "nav.compare");
  await page.getByRole("button", { name: new RegExp(`^${name}.*${en("compare.pick")}`) }).waitFor(); // undo brought the scenario back too
  calm();
  await leave();
}, 200_000);

test("without scenarios there are three to begin with", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.compare");
  const acts = page.getByRole("button", { name: /^More for / });
  await acts.first().waitFor();
  for (let left = await acts.count(); left > 0; left--) {
    await acts.first().click();
    await page.getByRole("menuitem", { name: en("compare.archive") }).click();
    await expect.poll(() => acts.count()).toBe(left - 1);
  }
  for (const kind of ["retireLater", "spendLess", "lowerReturns"] as const) await page.getByRole("button", { name: new RegExp(`^${en(`compare.new.${kind}`)}`) }).waitFor();
  await page.getByRole("button", { name: new RegExp(`^${en("compare.new.spendLess")}`) }).click();
  await expect.poll(() => headline(page).innerText()).toContain(en("compare.new.spendLess"));
  calm();
  await leave();
}, 120_000);
