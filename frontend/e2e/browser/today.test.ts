// The first open: a household to play with, its forecast already drawn.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { answered, fan, headline, hero } from "../screens";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { en } from "../words";

const at = stage();

test("the first open shows the demo household and its fan", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await fan(page).waitFor();
  expect(await headline(page).innerText()).toMatch(hero());
  await page.getByText(en("demo.mark")).first().waitFor();
  await expect.poll(() => page.title()).toContain(en("today.title"));

  const made = resolve(import.meta.dirname, "../../../build/cache");
  mkdirSync(made, { recursive: true });
  await page.screenshot({ path: resolve(made, "picture.png") }); // the README's, by make picture
  calm();
  await leave();
});

test("a ticket that was used lets nobody else in", async () => {
  const { page, leave } = await at.open();
  await fan(page).waitFor();
  await page.context().clearCookies();
  const answer = await page.goto(at.server.enter);
  expect(answer?.status()).toBeGreaterThanOrEqual(400);
  await leave();
});

test("the engine on this machine answers what is known, when it is asked to", async () => {
  const { page, calm, leave } = await at.open();
  await page.goto(`${at.server.origin}/method`);
  await page.getByRole("button", { name: en("method.test.do") }).click();
  const said = page.getByRole("status").filter({ hasText: /[1-9]\d questions with known answers were answered rightly/ });
  await said.waitFor();
  await expectAccessible(page, "how it is computed, after the engine was asked");
  calm();
  await leave();
});
