// Whoever types what cannot be is told beside the field, in words, and finds it there to be mended.
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { text } from "../papers";
import { answered, settle } from "../screens";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { en, speak } from "../words";

const at = stage();
const refusals = /status of 4\d\d/; // the browser complains of what the program refuses

/** Waits until a field says what is wrong with it: for whoever sees it, and for whoever hears of the field. */
async function expectWrong(field: Locator, words: string | RegExp): Promise<void> {
  await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
  const described = () => field.evaluate((input) => (input.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)).filter((note) => note?.checkVisibility()).map((note) => note?.textContent).join(" "));
  if (typeof words === "string") await expect.poll(described).toContain(words);
  else await expect.poll(described).toMatch(words);
}

test("a plan keeps nothing that cannot be, says so beside the field, and still shows it after a reload", async () => {
  const { page, calm, expectTrouble, leave } = await at.open();
  expectTrouble(refusals);
  await answered(page);
  await page.goto(`${at.server.origin}/plan/people`);
  await page.locator("[data-row]").first().click();
  const age = page.getByRole("textbox", { name: en("plan.person.horizon.age") });
  await age.fill("500");
  await age.press("Tab");
  await expectWrong(age, /1 to 120/);
  expect(await age.inputValue()).toBe("500");
  const name = page.getByRole("textbox", { name: en("plan.name"), exact: true });
  await name.fill("");
  await name.press("Tab");
  await expectWrong(name, /cannot be empty/);

  await page.goto(`${at.server.origin}/plan/accounts`);
  await page.locator("[data-row]").first().click();
  const balance = page.getByRole("textbox", { name: en("plan.account.balance"), exact: true });
  await balance.fill("-5");
  await balance.press("Enter");
  await page.getByText(en("problem.unsaved")).waitFor();
  await expectWrong(balance, /./);
  expect(await page.getByRole("alert").filter({ hasText: /\S/ }).count()).toBe(1); // said once to whoever hears it,
  expect(await page.locator("[data-toast]").count()).toBe(0); // and in no note that goes away
  await expectAccessible(page, "a plan with a refused amount");
  await page.reload();
  await page.getByText(en("problem.unsaved")).waitFor();
  if (!(await balance.isVisible())) await page.locator("[data-row]").first().click();
  expect(await balance.inputValue()).toBe("-5");
  await expectWrong(balance, /./);
  await page.getByRole("button", { name: en("problem.discard") }).click();
  await expect.poll(() => balance.getAttribute("aria-invalid")).toBe(null);
  calm();
  await leave();
}, 120_000);

test("what cannot be read yet, a name half chosen and a refused setting are found again after a reload", async () => {
  const guest = await at.open();
  const { page, calm, expectTrouble, leave } = guest;
  expectTrouble(refusals);
  await answered(page);
  await settle(guest, "/plan/people");
  await page.locator("[data-row]").first().click();
  const age = page.getByRole("textbox", { name: en("plan.person.horizon.age") });
  await age.fill("ninety or so");
  await age.press("Tab");
  await expectWrong(age, /not a number/);
  const born = page.getByRole("textbox", { name: en("plan.person.birth") });
  const [was, typed] = [await age.inputValue(), "19x4"];
  await born.fill(typed); // and the page is gone before the field is left
  await page.reload();
  await expectWrong(age, /not a number/);
  expect(await age.inputValue()).toBe(was);
  await expectWrong(born, /not a number/);
  expect(await born.inputValue()).toBe(typed);
  await age.fill("95");
  await age.press("Tab");
  await born.press("Escape"); // taken back, and the editor left
  await page.reload();
  await page.locator("[data-row]").first().click();
  expect(await age.inputValue()).toBe("95");
  expect(await born.inputValue()).toMatch(/^\d{4}$/);

  await settle(guest, "/compare");
  await page.getByRole("button", { name: en("compare.new"), exact: true }).click();
  await page.getByRole("menuitem", { name: en("compare.new.blank") }).click();
  await page.waitForURL(/[?&]b=/);
  await page.getByRole("button", { name: new RegExp(`^${en("compare.acts", { name: "" })}`) }).first().click();
  await page.getByRole("menuitem", { name: en("compare.rename") }).click();
  const name = page.getByRole("dialog").getByRole("textbox", { name: en("plan.name") });
  await name.fill("By the sea");
  await page.reload();
  await name.waitFor();
  expect(await name.inputValue()).toBe("By the sea");
  await page.getByRole("button", { name: en("compare.rename.save") }).click();
  await page.getByRole("button", { name: en("compare.acts", { name: "By the sea" }) }).waitFor();
  await page.reload();
  await page.getByRole("button", { name: en("compare.acts", { name: "By the sea" }) }).waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);

  await settle(guest, "/settings");
  const address = page.getByRole("textbox", { name: en("model.address"), exact: true });
  await address.fill("somewhere");
  await address.press("Enter");
  await expectWrong(address, /address of a host/);
  await page.reload();
  await expectWrong(address, /address of a host/);
  expect(await address.inputValue()).toBe("somewhere");
  calm();
  await leave();
}, 120_000);

test("an import and a check-in say which column and which day, and a reload loses neither", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await page.goto(`${at.server.origin}/track`);
  await page.getByRole("button", { name: en("track.import"), exact: true }).click();
  await page.locator("input[type=file]").setInputFiles([text("shop.csv", "Date,Description,Amount\n10/03/2024,GROCERY STORE,-84.20\n10/05/2024,CORNER KIOSK,-12.00\n")]);
  await page.getByRole("region", { name: en("track.import.step.review") }).waitFor();
  const date = page.getByRole("combobox", { name: en("track.import.column.date"), exact: true });
  await date.selectOption({ label: en("track.import.column.none") });
  await expectWrong(date, en("track.import.column.date.missing"));
  await page.reload();
  await expectWrong(date, en("track.import.column.date.missing"));
  await page.getByText("shop.csv").waitFor();
  await date.selectOption({ label: "Date" });
  await page.getByLabel(en("track.import.group.of", { name: "CORNER KIOSK" })).selectOption("food");
  await page.getByLabel(en("track.import.take.line", { n: 2 })).uncheck();
  await page.reload();
  await page.getByRole("button", { name: en("track.import.keep", { n: 1 }) }).waitFor();
  expect(await page.getByLabel(en("track.import.group.of", { name: "CORNER KIOSK" })).inputValue()).toBe("food");
  await page.getByRole("button", { name: en("track.import.cancel") }).click();
  await page.getByRole("button", { name: en("track.import"), exact: true }).click();
  await page.getByText(en("track.import.drop")).waitFor(); // what was not wanted is not kept

  await page.goto(`${at.server.origin}/track`);
  await page.getByRole("button", { name: en("track.checkIn"), exact: true }).click();
  const day = page.getByRole("textbox", { name: en("track.checkIn.day"), exact: true });
  await day.fill("2026-02-30");
  await day.press("Tab");
  await expectWrong(day, en("track.checkIn.day.unknown"));
  const amount = page.getByRole("textbox", { name: new RegExp(`: ${en("track.checkIn.now")}$`) }).first();
  await amount.fill("31000");
  await amount.fill("31000 or so");
  await page.getByRole("button", { name: en("track.checkIn.rest") }).click();
  await expectWrong(amount, /not an amount/);
  await page.getByRole("button", { name: en("track.checkIn.keep"), exact: true }).click();
  await expectWrong(amount, /not an amount/); // and not kept with the 31,000 from before
  expect(page.url()).toContain("check-in");
  await page.reload();
  expect(await day.inputValue()).toBe("2026-02-30");
  calm();
  await leave();
}, 120_000);

test("people, the lock and settings say it in Korean too", async () => {
  const say = speak("ko");
  const { page, calm, expectTrouble, leave } = await at.open({ locale: "ko-KR" });
  expectTrouble(refusals);
  await answered(page, "ko");
  await page.goto(`${at.server.origin}/people`);
  await page.getByRole("button", { name: say("people.invite"), exact: true }).first().click();
  await page.getByRole("button", { name: say("people.invite.make") }).click();
  await expectWrong(page.getByRole("textbox", { name: say("people.name"), exact: true }), "이름은 1~80자로 씁니다.");
  await page.keyboard.press("Escape");

  await page.goto(`${at.server.origin}/settings`);
  const address = page.getByRole("textbox", { name: say("model.address"), exact: true });
  await address.fill("어딘가");
  await address.press("Enter");
  await expectWrong(address, "서버의 주소여야 합니다");
  expect(await address.inputValue()).toBe("어딘가");
  await page.getByRole("button", { name: say("lock.set"), exact: true }).click();
  const [first, again] = [page.getByLabel(say("lock.passphrase.new"), { exact: true }), page.getByLabel(say("lock.passphrase.again"))];
  await first.fill("짧");
  await expectWrong(first, say("lock.passphrase.short"));
  await first.fill("열려라 참깨");
  await again.fill("열려라");
  expect(await again.getAttribute("aria-invalid")).toBe(null); // it can still become the same
  await again.fill("열려라 들깨");
  await expectWrong(again, say("backup.passphrase.differs"));
  await expectAccessible(page, "a passphrase that differs");
  calm();
  await leave();
}, 120_000);
