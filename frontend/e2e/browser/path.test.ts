// The way of a question, changed by hand: refused where it is wrong, taken back, used, and put back.
import { expect, test } from "vitest";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { en as say } from "../words";

const at = stage();

test("the way of a question is changed, refused where it is wrong, and put back", async () => {
  const { page, leave } = await at.open();
  await page.goto(`${at.server.origin}/settings/path`);
  const part = page.getByRole("region", { name: say("health.step.answer"), exact: true });
  const save = page.getByRole("button", { name: say("path.save") });
  const usual = page.getByRole("button", { name: say("path.usual") });
  await page.getByText(say("path.isUsual")).waitFor();
  expect(await save.isDisabled()).toBe(true);

  await part.getByLabel(say("path.router")).selectOption("splitter");
  const weights = part.getByLabel(say("path.weight"));
  expect(await weights.evaluateAll((all) => all.map((i) => (i as HTMLInputElement).value))).toEqual(["34", "33", "33"]);
  await weights.first().fill("80");
  await weights.first().press("Enter");
  await save.click();
  await page.getByRole("alert").first().waitFor();
  await part.getByText(/add up to 100, not 146/).waitFor();
  await expectAccessible(page, "a path that is refused");

  await page.getByRole("button", { name: say("path.undo") }).click();
  await page.getByRole("button", { name: say("path.undo") }).click();
  expect(await part.getByText(/add up to 100/).count()).toBe(0);
  expect(await part.getByLabel(say("path.router")).inputValue()).toBe("sequence");

  await part.getByLabel(say("path.seconds")).fill("45");
  await part.getByLabel(say("path.seconds")).press("Enter");
  await save.click();
  await page.getByText(say("path.own")).waitFor();
  await page.reload();
  await page.getByText(say("path.own")).waitFor();
  expect(await part.getByLabel(say("path.seconds")).inputValue()).toBe("45");
  await usual.click();
  await page.getByText(say("path.isUsual")).waitFor();
  await expect.poll(() => part.getByLabel(say("path.seconds")).inputValue()).toBe("");
  await leave();
});
