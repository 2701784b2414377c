// A person brings a history of their own, sees how it is read, draws from it, and
// lets it go again.
import { setTimeout as pause } from "node:timers/promises";
import type { Route } from "playwright-core";
import { expect, test } from "vitest";
import { text } from "../papers";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { en } from "../words";

const at = stage();

/** Thirty years of monthly returns in percent, and inflation; Korean markets in name only. */
function months(spoil?: number): string {
  const rows = ["date,KOSPI,Korean bonds,CPI"];
  for (let i = 0; i < 360; i++) {
    const month = `${1990 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`;
    rows.push(i === spoil ? `${month},oops,0.4,0.2` : `${month},${(0.7 + 4 * Math.sin(i * 1.7)).toFixed(3)},${(0.35 + Math.cos(i)).toFixed(3)},0.2`);
  }
  return rows.join("\n") + "\n";
}

/** Hands a request over as a busy machine does. */
async function slowly(route: Route): Promise<void> {
  await pause(1000);
  await route.continue();
}

test("an own history is brought, drawn from, and deleted once no plan names it", async () => {
  const { page, calm, leave } = await at.open();
  await page.route("**/edits", slowly); // what follows an edit must not depend on its being kept already
  await answered(page);
  await goTo(page, "nav.plan");
  await page.getByRole("navigation", { name: en("plan.sections") }).getByRole("link", { name: new RegExp(`^${en("plan.section.assumptions")}`) }).click();
  await page.getByRole("button", { name: new RegExp(`^${en("plan.model.choose")}`) }).click();
  await page.getByRole("option", { name: new RegExp(`^${en("plan.model.blockBootstrap")}`) }).click();
  await page.getByRole("button", { name: en("plan.dataset.bring") }).click();
  const dialog = page.getByRole("dialog", { name: en("plan.dataset.bring.title") });
  const keep = dialog.getByRole("button", { name: en("plan.dataset.keep") });
  await dialog.locator("input[type=file]").setInputFiles([text("broken.csv", months(5))]);
  await dialog.getByText("Line 7:").waitFor();
  expect(await keep.isEnabled()).toBe(false);
  await dialog.locator("input[type=file]").setInputFiles([text("korea.csv", months())]);
  await dialog.getByRole("row", { name: /^KOSPI percent/ }).waitFor();
  await expectAccessible(page, "a history as it is read");
  await keep.click();
  await dialog.waitFor({ state: "detached" });

  const follows = page.getByRole("table", { name: en("plan.dataset.columns") }).getByRole("combobox");
  await follows.first().waitFor();
  expect(await follows.first().inputValue()).toBe("KOSPI");
  await page.getByText(/has no column for/).first().waitFor({ timeout: 60_000 }); // cash is left open
  await follows.last().selectOption({ label: en("plan.dataset.steady") });
  await page.getByText(/has no column for/).first().waitFor({ state: "detached", timeout: 60_000 });
  await expectAccessible(page, "which column each class follows");

  await page.getByRole("combobox", { name: en("plan.dataset") }).selectOption({ label: en("plan.dataset.builtIn") });
  await page.getByRole("button", { name: en("plan.dataset.delete", { name: "korea" }) }).click();
  await page.getByText(en("plan.dataset.unusedOne", { name: "korea" })).waitFor({ state: "detached" });
  calm();
  await leave();
}, 200_000);
