// A person says that care may be needed one day, and sees what that does.
import { expect, test } from "vitest";
import { answered, goTo, headline } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

test("care that may be needed one day lowers the odds", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  const before = await headline(page).innerText();

  await goTo(page, "nav.plan");
  await page.getByRole("main").getByRole("link", { name: new RegExp(`^${en("plan.section.people")}`) }).click();
  const row = page.locator("[data-row]").first();
  if ((await row.getAttribute("aria-expanded")) !== "true") await row.click();
  await page.locator("summary", { hasText: en("plan.more") }).first().click();
  await page.getByRole("switch", { name: en("plan.person.care") }).click();
  await answered(page);
  const chance = page.getByRole("textbox", { name: en("plan.person.care.chance") });
  await chance.fill("12");
  await chance.press("Enter");
  await answered(page);

  await goTo(page, "nav.today");
  await answered(page);
  await expect.poll(() => headline(page).innerText()).not.toBe(before);
  calm();
  await leave();
});
