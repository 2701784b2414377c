// A person chooses a spending rule, a return model and a tax law by keyboard, sees
// beside it what each does, and reads what stands behind an assumption.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { SectionId } from "../../src/plan/sections";
import { answered, tabTo } from "../screens";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { en } from "../words";

const at = stage();

/** Opens a section of the plan by its link, without the mouse. */
async function openSection(page: Page, section: SectionId): Promise<void> {
  const link = page.getByRole("navigation", { name: en("plan.sections") }).getByRole("link", { name: new RegExp(`^${en(`plan.section.${section}`)}`) });
  await link.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: en(`plan.question.${section}`) }).waitFor();
}

/** The share that holds, as the dock beside the edit says it. */
const dock = (page: Page) => page.getByRole("region", { name: en("dock.title") }).locator("dl").first();

const literal = (text: string) => text.replaceAll(/[()]/g, "\\$&");

/** Unfolds the list of a label, goes down to a name, and keeps it. */
async function pick(page: Page, label: string, name: string): Promise<void> {
  await tabTo(page, `button[aria-label^="${label}"]`);
  await page.keyboard.press("Enter");
  const option = page.getByRole("listbox", { name: label }).getByRole("option", { name: new RegExp(`^${literal(name)}`) });
  await option.waitFor();
  await expectAccessible(page, `the list of ${label}`);
  for (let i = 0; i < 12; i++) {
    if (await option.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("ArrowDown");
  }
  expect(await option.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.getByRole("listbox").waitFor({ state: "detached" });
  await page.getByRole("button", { name: new RegExp(`^${label}: ${literal(name)}`) }).waitFor();
}

test("a rule, a model and a law are chosen by keyboard, and the dock answers", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.waitForURL(/\/plan/);
  const choices: [SectionId, string, string][] = [
    ["withdrawals", en("plan.rule.choose"), en("plan.rule.guardrails")],
    ["assumptions", en("plan.model.choose"), en("plan.model.studentT")],
    ["taxes", en("plan.regime"), en("plan.regime.us.federal")],
  ];
  for (const [section, label, name] of choices) {
    await openSection(page, section);
    await answered(page);
    const before = await dock(page).innerText();
    await pick(page, label, name);
    await expect.poll(() => dock(page).innerText(), { timeout: 20_000 }).not.toBe(before);
    await answered(page);
  }
  await page.getByText("us.federal-20").first().waitFor(); // which pack it is
  await page.getByText(en("plan.law.years", { years: en("plan.law.span", { first: "2025", last: "2026" }) })).waitFor();
  calm();
  await leave();
});

test("Escape leaves a choice as it was", async () => {
  const { page, calm, leave } = await at.open();
  await page.goto(`${at.server.origin}/today`);
  await answered(page);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await openSection(page, "withdrawals");
  await answered(page);
  const chosen = page.locator(`button[aria-label^="${en("plan.rule.choose")}"]`);
  const was = await chosen.getAttribute("aria-label");
  await tabTo(page, `button[aria-label^="${en("plan.rule.choose")}"]`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.getByText(en("dock.preview", { n: "1,000" })).waitFor(); // tried on a thousand futures
  await page.keyboard.press("Escape");
  await page.getByRole("listbox").waitFor({ state: "detached" });
  expect(await chosen.getAttribute("aria-label")).toBe(was);
  await page.getByText(en("dock.preview", { n: "1,000" })).waitFor({ state: "detached" });
  calm();
  await leave();
});

test("three questions lead to a rule", async () => {
  const { page, calm, leave } = await at.open();
  await page.goto(`${at.server.origin}/today`);
  await answered(page);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await openSection(page, "withdrawals");
  await page.getByRole("button", { name: en("plan.help"), exact: true }).focus();
  await page.keyboard.press("Enter");
  for (const answer of [en("plan.help.adjust.follow"), en("plan.help.purpose.use"), en("plan.help.later.same")]) {
    await page.getByRole("radio", { name: answer }).focus();
    await page.keyboard.press("Space");
  }
  await expectAccessible(page, "the three questions");
  await page.getByRole("button", { name: `${en("plan.help.choose")}: ${en("plan.rule.vpw")}` }).press("Enter");
  await page.getByRole("button", { name: new RegExp(`^${en("plan.rule.choose")}: ${en("plan.rule.vpw")}`) }).waitFor();
  calm();
  await leave();
});

test("a passport says what stands behind an assumption, and what being wrong would do", async () => {
  const { page, calm, leave } = await at.open();
  await page.goto(`${at.server.origin}/today`);
  await answered(page);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await openSection(page, "assumptions");
  await answered(page);
  await page.locator('[data-pointer$="/real/mean"] button[aria-haspopup=dialog]').first().focus();
  await page.keyboard.press("Enter");
  const passport = page.getByRole("dialog");
  await passport.getByText(en("plan.passport.past")).waitFor();
  await passport.getByText(en("plan.passport.down", { size: en("plan.passport.ofPoints", { n: "1" }) })).waitFor();
  await expectAccessible(page, "the open passport", ["region"]); // it floats over all landmarks while it is open
  await page.keyboard.press("Escape");
  await passport.waitFor({ state: "detached" });

  const model = page.locator('[data-pointer="/assumptions/returns/model"] button[aria-haspopup=dialog]');
  await model.focus();
  await page.keyboard.press("Enter");
  await passport.getByText(en("plan.passport.instead", { name: en("plan.model.regime") })).waitFor();
  await passport.getByRole("combobox", { name: en("plan.passport.read") }).selectOption({ label: en("plan.model.blockBootstrap") });
  await passport.getByRole("heading", { name: en("plan.model.blockBootstrap") }).waitFor();
  await passport.getByText(en("plan.passport.past")).waitFor();
  await passport.locator("dd small").first().waitFor(); // what it would do, and how surely
  await expectAccessible(page, "the open passport of a model", ["region"]);
  await page.keyboard.press("Escape");
  await passport.waitFor({ state: "detached" });
  calm();
  await leave();
});
