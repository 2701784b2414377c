// What goes wrong is said, and nothing typed is lost.
import { expect, test } from "vitest";
import { dataDirectory, serve } from "../program";
import { answered, goTo } from "../screens";
import { openBrowser, visit } from "../visit";
import { en } from "../words";

test("an edit that finds no program waits, which is said, and stays where it was typed", async () => {
  const data = dataDirectory();
  const browser = await openBrowser();
  const server = await serve(data.path);
  try {
    const { page, calm, expectTrouble } = await visit(browser, server);
    await answered(page);
    await goTo(page, "nav.plan");
    await page.getByRole("link", { name: new RegExp(`^${en("plan.section.spending")}`) }).click();
    await page.getByRole("heading", { level: 1, name: en("plan.question.spending") }).waitFor();
    await page.locator("[data-row]").first().click();
    const amount = page.getByRole("textbox", { name: en("plan.amount"), exact: true });

    expectTrouble(/ERR_(CONNECTION|EMPTY|INCOMPLETE)/); // the browser's own word for a program that has gone
    await server.stop();
    await amount.fill("4321");
    await amount.press("Enter");
    await page.getByRole("button", { name: en("waiting.label", { n: 1 }) }).click();
    await page.getByText(en("waiting.title")).waitFor();
    expect(await amount.inputValue()).toBe("4,321");
    calm();
  } finally {
    await browser.close();
    await server.stop();
    data.remove();
  }
});

test("an address that leads nowhere says so and leads back", async () => {
  const data = dataDirectory();
  const browser = await openBrowser();
  const server = await serve(data.path);
  try {
    const { page, calm, expectTrouble } = await visit(browser, server);
    await answered(page);
    expectTrouble(/404/); // the plan of this address is asked for, and is not there
    await page.goto(`${server.origin}/h/nobody/today`);
    await page.getByRole("heading", { name: en("missing.title") }).waitFor();
    await page.getByRole("link", { name: en("missing.home") }).or(page.getByRole("button", { name: en("missing.home") })).click();
    await answered(page);
    calm();
  } finally {
    await browser.close();
    await server.stop();
    data.remove();
  }
});
