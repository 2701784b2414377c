// What really happened: a check-in, and a statement from the bank.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answered, goTo, headline } from "../screens";
import { stage } from "../stage";
import { en, pattern } from "../words";

const at = stage();

const statement = "Date,Description,Amount\n10/03/2024,GROCERY STORE,-84.20\n10/03/2024,GROCERY STORE,-84.20\n10/05/2024,CORNER KIOSK,-12.00\n10/13/2024,PAYROLL,4200.00\n10/33/2024,BROKEN,-1\n";

test("a statement is reviewed, imported, known again and taken back", async () => {
  const folder = mkdtempSync(join(tmpdir(), "statement-"));
  const file = join(folder, "october.csv");
  writeFileSync(file, statement);
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.track");
  const choose = async () => {
    await page.getByRole("button", { name: en("track.import") }).click();
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("region", { name: en("track.import.step.review") }).waitFor();
  };
  await choose();
  const filter = page.getByRole("radiogroup", { name: en("track.import.filter") });
  expect(await filter.getByRole("radio").allInnerTexts()).toEqual([`${en("track.import.state.all")} 5`, `${en("track.import.state.valid")} 2`, `${en("track.import.state.warn")} 1`, `${en("track.import.state.error")} 1`, `${en("track.import.state.incoming")} 1`]);
  await page.getByLabel(en("track.import.group.of", { name: "CORNER KIOSK" })).selectOption("food");
  await filter.getByRole("radio", { name: `${en("track.import.state.valid")} 3` }).waitFor();
  await page.getByRole("button", { name: en("track.import.keep", { n: 3 }) }).click();
  await page.getByText("october.csv").waitFor();

  await choose();
  await page.getByText(en("track.import.remembered")).waitFor();
  expect(await page.getByRole("button", { name: pattern("en", "track.import.keep") }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: en("track.import.cancel") }).click();
  await page.getByRole("button", { name: en("track.import.undo.of", { name: "october.csv" }) }).click();
  await page.getByText("october.csv").waitFor({ state: "detached" });
  rmSync(folder, { recursive: true });
  calm();
  await leave();
});

test("a check-in by keyboard is kept, moves the plan, and undo takes that back", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await page.waitForURL(/\/track/);
  await expect.poll(() => headline(page).innerText()).toMatch(/futures we saw in/);
  await page.getByRole("button", { name: en("track.checkIn"), exact: true }).focus();
  await page.keyboard.press("Enter");
  const first = page.getByRole("textbox", { name: new RegExp(`: ${en("track.checkIn.now")}$`) }).first();
  await first.fill("31000");
  await page.getByRole("button", { name: en("track.checkIn.rest") }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: en("track.checkIn.keep"), exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(pattern("en", "track.checkIn.kept")).waitFor();
  await page.getByRole("button", { name: /^Undo: check-in of/ }).waitFor();
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: /^Undo: check-in of/ }).waitFor({ state: "detached" });
  calm();
  await leave();
});
