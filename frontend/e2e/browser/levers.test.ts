// What moves the plan, tried as a scenario beside it.
import { expect, test } from "vitest";
import { answered, goTo, headline } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();
const analysing = 80_000; // milliseconds; moving twelve levers both ways takes a loaded machine half a minute

test("a bar becomes a scenario beside the plan, and undo takes it back", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.levers");
  const chart = page.getByRole("group", { name: en("levers.tornado.axis") });
  await chart.waitFor({ timeout: analysing });
  expect(await headline(page).innerText()).not.toBe(en("levers.h1"));
  expect(await chart.getByRole("button").count()).toBeGreaterThanOrEqual(16); // most levers move both ways

  // By keyboard: one stop of Tab for the chart, arrows within, Enter chooses.
  const first = chart.getByRole("button").first();
  await first.focus();
  const name = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  const before = await name();
  await page.keyboard.press("ArrowDown");
  const move = (await name()).split(",")[0] ?? "";
  expect(move).not.toBe(before.split(",")[0]);
  await page.keyboard.press("Enter");
  await expect.poll(name).toBe(en("levers.try.what", { move }));
  await page.keyboard.press("Enter");

  await page.waitForURL(/\/compare\?b=/);
  await page.getByRole("button", { name: new RegExp(`^${move}.*${en("compare.pick")}`) }).waitFor();
  await expect.poll(() => headline(page).innerText(), { timeout: analysing }).toContain(move);
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: new RegExp(`^${move}.*${en("compare.pick")}`) }).waitFor({ state: "detached" });
  calm();
  await leave();
}, 200_000);

test("work that is under way can be stopped and taken up again", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.levers");
  const target = page.getByRole("combobox", { name: en("levers.solve.target") });
  await page.getByRole("group", { name: en("levers.tornado.axis") }).waitFor({ timeout: analysing });
  await target.selectOption("0.95"); // another question than the one that may be answered already
  await page.getByRole("button", { name: en("levers.stop") }).first().click();
  await page.getByText(en("levers.stopped")).first().waitFor();
  await page.getByRole("button", { name: en("levers.again") }).first().click();
  await page.getByText(en("levers.stopped")).first().waitFor({ state: "detached" });
  calm();
  await leave();
}, 200_000);
