// Every change and the way back to it; and a lever whose figures add up while it is dragged.
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { en } from "../words";

const at = stage();

test("going back to an earlier plan is one more change, which undo takes back", async () => {
  const { page, calm, leave } = await at.open();
  await goTo(page, "nav.today");
  await answered(page);
  const lever = page.getByRole("slider", { name: en("lever.work.label") });
  await lever.focus();
  await page.keyboard.press("ArrowRight");
  const undo = page.getByRole("button", { name: new RegExp(en("bar.undo.what", { what: en("edit.lever.later", { years: 1 }) })) });
  await undo.waitFor();
  await lever.blur();
  await page.keyboard.press("h");
  const panel = page.getByRole("dialog", { name: en("history.title") });
  await panel.getByText(en("history.now")).waitFor();
  await expectAccessible(page, "the history");
  expect(await panel.getByRole("listitem").count()).toBe(2);
  await panel.getByRole("button", { name: new RegExp(en("history.back")) }).click();
  await page.getByText(en("history.done")).first().waitFor();
  await page.getByRole("button", { name: en("history.open") }).click();
  await expect.poll(() => panel.getByRole("listitem").count()).toBe(3);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+z");
  await undo.waitFor(); // the lever's change is the newest again
  calm();
  await leave();
});

test("while a lever is dragged, from, to and difference add up", async () => {
  const { page, calm, leave } = await at.open();
  await goTo(page, "nav.today");
  await answered(page);
  const box = await page.getByRole("slider", { name: en("lever.work.label") }).boundingBox();
  if (!box) throw new Error("the slider is not on the screen");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 50, y, { steps: 5 });
  const outcome = page.getByText("→").first().locator("xpath=ancestor::dd");
  await outcome.getByText(/points/).waitFor();
  const figures = (await outcome.innerText()).replaceAll("−", "-").match(/[+-]?\d+\.\d/g)?.map(Number) ?? [];
  expect(figures).toHaveLength(3);
  const [from = 0, to = 0, points = 0] = figures;
  expect(from + points).toBeCloseTo(to, 6);
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.up();
  calm();
  await leave();
});
