// The lock hides everything at once, in every tab; a key on paper opens it; and a backup takes
// the place of what is in use after it was looked at.
import { truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { goTo, headline } from "../screens";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { speak } from "../words";

const at = stage();
const say = speak("en");
const passphrase = "open sesame";
const long = 300_000; // keys are derived a dozen times, which is meant to take its time

test("it is locked in every tab, answers nothing, and a recovery key opens it", async () => {
  const { page, leave } = await at.open();
  await page.goto(`${at.server.origin}/settings`);
  await page.getByRole("button", { name: say("lock.set") }).click();
  await page.getByLabel(say("lock.passphrase.new"), { exact: true }).fill(passphrase);
  await page.getByLabel(say("lock.passphrase.again")).fill(passphrase);
  await page.getByRole("button", { name: say("lock.set.do") }).click();
  await page.getByLabel(say("lock.present")).fill(passphrase); // the offer of a recovery key, at the first passphrase
  await page.getByRole("button", { name: say("recovery.show") }).click();
  await page.getByRole("button", { name: say("recovery.written") }).waitFor();
  await expectAccessible(page, "the recovery key");
  const key = await page.getByRole("dialog").getByRole("listitem").allTextContents();
  expect(key).toHaveLength(8);
  await page.getByRole("button", { name: say("recovery.written") }).click();
  const asked = page.getByRole("dialog").getByRole("textbox");
  await asked.first().waitFor();
  for (const field of await asked.all()) await field.fill("0000");
  await page.getByRole("button", { name: say("recovery.confirm"), exact: true }).click();
  await page.getByRole("alert").waitFor();
  const groups = (await page.getByRole("dialog").locator("label").allTextContents()).map((label) => Number(/\d+/.exec(label)?.[0]) - 1);
  for (const [i, field] of (await asked.all()).entries()) await field.fill((key[groups[i] ?? 0] ?? "").toLowerCase());
  await page.getByRole("button", { name: say("recovery.confirm"), exact: true }).click();
  await page.getByText(say("recovery.done")).first().waitFor();

  const other = await page.context().newPage();
  await other.goto(`${at.server.origin}/today`);
  await headline(other).waitFor();
  const name = await other.title();
  await page.bringToFront();
  await page.keyboard.press("Control+Shift+L");
  for (const tab of [page, other]) {
    await tab.getByRole("heading", { name: say("lock.shut") }).waitFor({ timeout: 120_000 });
    await expect.poll(() => tab.locator("nav").count()).toBe(0);
    await expect.poll(() => tab.title()).not.toBe(name);
  }
  await expectAccessible(page, "the lock");
  const answers = await page.evaluate(() => Promise.all(["/plans", "/settings", "/health", "/backups", "/lock"].map(async (path) => (await fetch("/api/v1" + path)).status)));
  expect(answers).toEqual([423, 423, 423, 423, 200]);
  await page.reload();
  await page.getByLabel(say("lock.passphrase"), { exact: true }).fill("not this one");
  await page.getByRole("button", { name: say("lock.open") }).click();
  await page.getByText(/does not open the lock/).waitFor();
  await page.getByLabel(say("lock.passphrase"), { exact: true }).fill(key.join(" "));
  await page.getByRole("button", { name: say("lock.open") }).click();
  await page.getByLabel(say("lock.passphrase.new"), { exact: true }).fill("another one");
  await page.getByLabel(say("lock.passphrase.again")).fill("another one");
  await page.getByRole("button", { name: say("lock.renew.do") }).click();
  for (const tab of [page, other]) await tab.locator("nav").first().waitFor({ timeout: 120_000 });
  await leave();
}, long);

test("a backup is brought back, looked at, and gone on with", async () => {
  const { page, leave } = await at.open();
  await page.goto(`${at.server.origin}/settings`);
  await page.getByRole("button", { name: say("backup.make") }).click();
  await page.getByLabel(say("backup.passphrase"), { exact: true }).fill("what nobody would ever guess");
  await page.getByLabel(say("backup.passphrase.again")).fill("what nobody would ever guess");
  await page.getByRole("dialog").getByRole("button", { name: say("backup.make") }).click();
  await page.getByText(say("backup.done")).waitFor({ timeout: 120_000 });
  await page.getByText(say("backup.list")).click();
  await page.getByRole("button", { name: /^Bring everything back/ }).click();
  const typed = page.getByRole("dialog").locator("input");
  await typed.fill("wrong passphrase");
  await page.getByRole("button", { name: say("restore.do"), exact: true }).click();
  await page.getByText(/does not open the backup/).waitFor({ timeout: 120_000 });
  await typed.fill("what nobody would ever guess");
  await page.getByRole("button", { name: say("restore.do"), exact: true }).click();
  await page.getByRole("button", { name: say("place.use"), exact: true }).click({ timeout: 120_000 });
  await expectAccessible(page, "what a backup holds");
  await page.getByRole("button", { name: say("place.use.sure") }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("settings"), { timeout: 120_000 });
  await headline(page).waitFor({ timeout: 120_000 });
  await goTo(page, "nav.settings");
  await page.getByText(/^In use until/).waitFor();

  // What was in use is torn before somebody goes back to it: that is said at once, and changes nothing.
  const kept = await page.evaluate(async () => ((await (await fetch("/api/v1/places")).json()) as { places: { directory: string }[] }).places[0]?.directory ?? "");
  truncateSync(join(kept, "meridian.db"), 40_000);
  await page.getByRole("button", { name: /^Look inside: In use until/ }).click();
  await page.getByRole("button", { name: say("place.use"), exact: true }).click();
  await page.getByRole("button", { name: say("place.use.sure") }).click();
  await page.getByText(/has been damaged since.*Your present data is as it was/).waitFor();
  await expectAccessible(page, "what cannot be gone on with");
  await page.getByRole("button", { name: say("backup.cancel"), exact: true }).click();
  await page.getByRole("button", { name: say("place.later"), exact: true }).click();
  await page.getByText(/^In use until/).waitFor();
  await leave();
}, long);
