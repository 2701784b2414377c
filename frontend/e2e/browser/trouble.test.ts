// What goes wrong is said, and nothing typed is lost.
import { expect, test } from "vitest";
import { dataDirectory, serve } from "../program";
import { answered, goTo } from "../screens";
import { openBrowser, visit } from "../visit";
import { en } from "../words";

test("a program that was ended is missed by name, and found again", async () => {
  const data = dataDirectory();
  const browser = await openBrowser();
  const server = await serve(data.path);
  try {
    const { page, calm, expectTrouble, leave } = await visit(browser, server);
    await answered(page);
    await goTo(page, "nav.plan");
    await page.getByRole("link", { name: new RegExp(`^${en("plan.section.spending")}`) }).click();
    await page.getByRole("heading", { level: 1, name: en("plan.question.spending") }).waitFor();
    await page.locator("[data-row]").first().click();
    expectTrouble(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_INCOMPLETE/);
    await server.stop();
    const amount = page.getByRole("textbox", { name: en("plan.amount"), exact: true });
    await amount.fill("4321");
    await amount.press("Enter");
    await page.getByText(en("problem.unsaved")).or(page.getByRole("alert")).or(page.getByRole("status")).first().waitFor();
    await expect.poll(() => page.locator("body").innerText()).toMatch(/Not kept|not kept|not saved|does not answer|unsaved/i);
    calm();
    await leave();
  } finally {
    await browser.close();
    data.remove();
  }
});
