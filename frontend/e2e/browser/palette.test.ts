// Everything by name, by keyboard alone.
import { expect, test } from "vitest";
import { answered } from "../screens";
import { stage } from "../stage";
import { en, ko } from "../words";

const at = stage();

test("a place, a record, a setting and a trial are found and done without a mouse", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  const find = async (what: string) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: en("palette.title") }).waitFor();
    await page.keyboard.type(what);
    await page.locator('[role=option][aria-selected="true"]').waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: en("palette.title") }).waitFor({ state: "detached" });
  };
  await find("Levers");
  await page.waitForURL(/\/levers$/);
  await find("Brokerage");
  await page.waitForURL(/\/plan\/accounts\?edit=/);
  await page.keyboard.press("Escape");
  await find("2041");
  await page.waitForURL(/\/futures\/year\?y=2041/);
  await find("dark");
  await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
  await find("부동산");
  await page.waitForURL(/\/plan\/property/);
  await find(en("compare.new.retireLater"));
  await page.waitForURL(/\/compare\?b=/);
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: en("palette.title") }).waitFor({ state: "detached" });
  calm();
  await leave();
});

test("initial consonants find Korean words", async () => {
  const { page, calm, leave } = await at.open({ locale: "ko-KR" });
  await answered(page, "ko");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: ko("palette.title") }).fill("ㄱㅈ");
  await page.getByRole("option", { name: ko("plan.section.accounts") }).first().waitFor();
  calm();
  await leave();
});
