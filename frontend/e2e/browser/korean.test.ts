// Korean, and the dark: chosen by the system, or by the person.
import { expect, test } from "vitest";
import { answered, goTo, headline, hero } from "../screens";
import { stage } from "../stage";
import { en, ko } from "../words";

const at = stage();

test("a Korean system is spoken to in Korean", async () => {
  const { page, calm, leave } = await at.open({ locale: "ko-KR" });
  await answered(page, "ko");
  expect(await page.locator("html").getAttribute("lang")).toBe("ko");
  expect(await headline(page).innerText()).toMatch(hero("ko"));
  calm();
  await leave();
});

test("the Korean demo counts in 만 and 억", async () => {
  const { page, calm, leave } = await at.open({ locale: "ko-KR" });
  await page.goto(`${at.server.origin}/welcome`);
  await page.getByRole("button", { name: ko("welcome.door.demo") }).click();
  await answered(page, "ko");
  await expect.poll(() => headline(page).innerText()).toMatch(/\d만/);
  await goTo(page, "nav.futures", "ko");
  await page.getByText(/\d억/).first().waitFor();
  calm();
  await leave();
});

test("language and appearance are chosen and kept", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.settings");
  await page.getByRole("radio", { name: "한국어" }).click();
  await page.getByRole("heading", { level: 1, name: ko("settings.h1") }).waitFor();
  await page.getByRole("radio", { name: ko("settings.theme.dark"), exact: true }).click();
  const dark = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? []);
  await expect.poll(async () => Math.max(...(await dark()).slice(0, 3))).toBeLessThan(80);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: ko("settings.h1") }).waitFor();
  await expect.poll(async () => Math.max(...(await dark()).slice(0, 3))).toBeLessThan(80);

  await page.getByRole("radio", { name: "English" }).click();
  await page.getByRole("radio", { name: en("settings.theme.light"), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: en("settings.h1") }).waitFor();
  calm();
  await leave();
});
