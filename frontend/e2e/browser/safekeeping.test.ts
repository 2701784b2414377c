// What a first run ends with, for whoever wants it: a backup and a key on paper. It can be put off,
// which Health and Settings remember.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { answered, fan, goTo } from "../screens";
import { stage } from "../stage";
import { expectAccessible } from "../visit";
import { pattern, speak } from "../words";

const at = stage();
const say = speak("en");
const passphrase = "what nobody would ever guess";
const shelf = mkdtempSync(join(tmpdir(), "meridian-shelf-"));
afterAll(() => rmSync(shelf, { recursive: true, force: true }));

/** Five questions, answered by going on. */
async function firstRun(page: Page): Promise<void> {
  await page.goto(`${at.server.origin}/welcome`);
  await page.getByRole("button", { name: say("welcome.door.questions") }).click();
  await page.getByRole("textbox", { name: say("welcome.name"), exact: true }).fill("Kim");
  for (const title of ["welcome.earn.h1", "welcome.have.h1", "welcome.cost.h1", "welcome.free.h1"] as const) {
    await page.getByRole("button", { name: say("welcome.next") }).click();
    await page.getByRole("heading", { level: 1, name: say(title) }).waitFor();
  }
  await page.getByRole("button", { name: say("welcome.finish") }).click();
  await fan(page).waitFor();
}

test("a first run offers a backup and a recovery key, which can be put off, and makes them", async () => {
  const { page, calm, expectTrouble, leave } = await at.open();
  await firstRun(page);
  await page.getByRole("button", { name: say("safekeeping.welcome") }).waitFor(); // beside the first picture, never before it
  await page.getByRole("button", { name: say("welcome.done.open") }).click();
  await answered(page);

  const begin = page.getByRole("button", { name: say("safekeeping.begin") });
  await page.getByRole("button", { name: say("safekeeping.later"), exact: true }).click();
  await begin.waitFor({ state: "detached" });
  await goTo(page, "nav.settings");
  await page.getByText(say("safekeeping.put")).waitFor();
  await page.goto(`${at.server.origin}/health`);
  await page.getByText(/You put it off/).first().waitFor();
  await page.reload();
  await page.getByText(/You put it off/).first().waitFor(); // the program remembers it, not the page
  await page.goto(`${at.server.origin}/today`);
  await answered(page);
  expect(await begin.count()).toBe(0);

  // Another window takes it up again.
  const body = JSON.stringify({ backup: { every: "", folder: "", keep: 8, later: false } });
  expect(await page.evaluate(async (text) => (await fetch("/api/v1/settings", { method: "PATCH", headers: { "Content-Type": "application/json", "Idempotency-Key": "again" }, body: text })).text(), body)).toContain("later");
  await begin.click();
  const dialog = page.getByRole("dialog");
  const next = dialog.getByRole("button", { name: say("safekeeping.next") });
  await dialog.getByLabel(say("backup.passphrase"), { exact: true }).fill(passphrase);
  expect(await next.isDisabled()).toBe(true);
  await dialog.getByLabel(say("backup.passphrase.again")).fill(passphrase);
  expectTrouble(/422/);
  await dialog.getByLabel(say("safekeeping.folder")).fill("not/a/whole/path");
  await next.click();
  await dialog.getByText(/must be a whole path/).waitFor(); // before a key is shown that nothing follows
  await page.reload();
  await begin.click();
  expect(await dialog.getByLabel(say("safekeeping.folder")).inputValue()).toBe("not/a/whole/path"); // typed before, as no passphrase is
  await dialog.getByLabel(say("backup.passphrase"), { exact: true }).fill(passphrase);
  await dialog.getByLabel(say("backup.passphrase.again")).fill(passphrase);
  await dialog.getByLabel(say("safekeeping.folder")).fill(shelf);
  await expectAccessible(page, "what opens a backup, and where it lies");
  await next.click();
  await dialog.getByText(say("safekeeping.step", { n: 2, total: 2 })).waitFor();
  await dialog.getByRole("button", { name: say("recovery.show") }).click();
  await dialog.getByRole("button", { name: say("recovery.written") }).waitFor();
  const key = await dialog.getByRole("listitem").allTextContents();
  await dialog.getByRole("button", { name: say("recovery.written") }).click();
  const asked = dialog.getByRole("textbox");
  await asked.first().waitFor();
  const groups = (await dialog.locator("label").allTextContents()).map((label) => Number(/\d+/.exec(label)?.[0]) - 1);
  for (const [i, field] of (await asked.all()).entries()) await field.fill(key[groups[i] ?? 0] ?? "");
  await dialog.getByRole("button", { name: say("recovery.confirm"), exact: true }).click();

  await dialog.getByText(pattern("en", "safekeeping.done.backup")).waitFor({ timeout: 120_000 });
  await dialog.getByText(say("safekeeping.done.key")).waitFor();
  await expectAccessible(page, "a first backup");
  expect(readdirSync(shelf).filter((name) => name.endsWith(".age"))).toHaveLength(1);
  expect(readdirSync(shelf).filter((name) => name.endsWith(".age.recovery"))).toHaveLength(1);
  await dialog.getByRole("button", { name: say("safekeeping.done.close") }).click();
  await begin.waitFor({ state: "detached" });
  await goTo(page, "nav.settings");
  await expect.poll(() => page.getByRole("radio", { name: say("backup.every.weekly") }).getAttribute("aria-checked")).toBe("true");
  await page.goto(`${at.server.origin}/health`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.getByText(/There is no backup|no recovery key/).count()).toBe(0);
  calm();
  await leave();
}, 300_000);
