// Everything into one encrypted file, and a plan back out of it.
import { expect, test } from "vitest";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { speak } from "../words";

const at = stage();
const passphrase = "what nobody would ever guess";

test("a backup is made, opened, and a plan comes back from it", async () => {
  const { page, calm, leave } = await at.open();
  const say = speak("en");
  await page.goto(`${at.server.origin}/settings`);
  await page.getByRole("button", { name: say("backup.make") }).click();
  const make = page.getByRole("dialog").getByRole("button", { name: say("backup.make") });
  await page.getByLabel(say("backup.passphrase"), { exact: true }).fill("short");
  await page.getByText(say("backup.passphrase.short")).waitFor();
  await page.getByLabel(say("backup.passphrase"), { exact: true }).fill(passphrase);
  await page.getByLabel(say("backup.passphrase.again")).fill(passphrase + "!");
  expect(await make.isDisabled()).toBe(true);
  await page.getByLabel(say("backup.passphrase.again")).fill(passphrase);
  await page.getByRole("switch").click();
  await expectAccessible(page, "the dialog of a backup");
  await make.click();
  await page.getByText(say("backup.done")).waitFor({ timeout: 120_000 });
  await page.getByRole("dialog").getByText(say("recovery.about")).waitFor(); // at the first passphrase
  await expectAccessible(page, "the offer of a recovery key");
  await page.getByRole("button", { name: say("recovery.later") }).click();
  await page.getByText(say("backup.list")).click();
  await page.getByRole("button", { name: /^Look inside/ }).click();
  await page.getByLabel(say("backup.passphrase"), { exact: true }).fill(passphrase);
  await page.getByRole("button", { name: say("backup.open.do"), exact: true }).click();
  await page.getByRole("button", { name: /^Bring back/ }).click({ timeout: 60_000 });
  await page.getByText(/was brought back/).waitFor({ timeout: 60_000 });
  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: say("backup.every.weekly") }).click();
  await page.reload();
  await expect.poll(() => page.getByRole("radio", { name: say("backup.every.weekly") }).getAttribute("aria-checked")).toBe("true");
  calm();
  await leave();
}, 300_000);
