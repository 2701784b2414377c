// Five questions to a first picture, and the other doors.
import { expect, test } from "vitest";
import { answered, fan, headline } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

test("five questions lead to a first picture and a plan of one's own", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await page.goto(`${at.server.origin}/welcome`);
  await page.getByRole("button", { name: en("welcome.door.questions") }).click();

  await page.getByRole("textbox", { name: en("welcome.name"), exact: true }).fill("Kim");
  const next = page.getByRole("button", { name: en("welcome.next") });
  const began = Date.now();
  for (const title of ["welcome.earn.h1", "welcome.have.h1", "welcome.cost.h1", "welcome.free.h1"] as const) {
    await next.click();
    await page.getByRole("heading", { level: 1, name: en(title) }).waitFor();
    await fan(page).waitFor(); // it grows from the second question on
  }
  await page.getByRole("button", { name: en("welcome.finish") }).click();
  await page.getByText(en("welcome.done.h1")).waitFor();
  await fan(page).waitFor();
  expect(Date.now() - began).toBeLessThan(60_000); // a person gets ninety seconds, most of them to type

  await page.getByRole("button", { name: en("welcome.done.open") }).click();
  await answered(page);
  expect(await headline(page).innerText()).toMatch(/\d/);
  await page.getByRole("button", { name: /Kim/ }).first().waitFor();
  calm();
  await leave();
});

test("the demo is a door away", async () => {
  const { page, calm, leave } = await at.open();
  await page.goto(`${at.server.origin}/welcome`);
  await page.getByRole("button", { name: en("welcome.door.demo") }).click();
  await answered(page);
  await page.getByText(en("demo.mark")).first().waitFor();
  calm();
  await leave();
});
