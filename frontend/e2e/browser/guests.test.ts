// A guest from the invitation to the end of it: over the second listener, with TLS, in a browser of their own. The
// listener stands at this machine's own address in place of an office's.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { expectAccessible, expectNoSidewaysScroll } from "../visit";
import { pattern, speak } from "../words";

const at = stage();
const say = speak("en");

/** Milliseconds that two browsers and the program may take together on a busy machine. */
const long = 240_000;
/** And for each thing to appear. */
const patience = 60_000;

interface Made {
  guest: { id: string };
  token: string;
}

/** Asks the program as the owner's page does. */
async function ask<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  return page.evaluate(
    async ([how, where, sent]) => {
      const answer = await fetch(`/api/v1${where}`, { method: how ?? "GET", headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() }, ...(sent ? { body: sent } : {}) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${how} ${where} gave ${answer.status}: ${text}`);
      return (text ? JSON.parse(text) : null) as T;
    },
    [method, path, body === undefined ? "" : JSON.stringify(body)] as const,
  );
}

/** Opens the second listener, and says where. */
async function openDoor(page: Page): Promise<string> {
  const { share } = await ask<{ share: object }>(page, "GET", "/settings");
  await ask(page, "PATCH", "/settings", { share: { ...share, way: "nearby", address: "127.0.0.1" } });
  await ask(page, "POST", "/share", { way: "nearby", minutes: 0, consent: true });
  await goTo(page, "nav.people");
  const url = page.getByText(/^https:\/\/127\.0\.0\.1:\d+$/);
  return (await url.textContent()) ?? "";
}

/** What is on a plan's page that could change something. */
const acting = (page: Page) => page.locator("main").locator("input:not([type=search]), select, textarea, [role=slider], [data-add], [data-handle]");

const kept = ["plan.section.accounts", "plan.section.spending", "plan.section.property", "plan.section.assumptions"] as const;
const shown = ["plan.section.people", "plan.section.timeline", "plan.section.income", "plan.section.goals"] as const;

async function expectTheirParts(page: Page): Promise<void> {
  await goTo(page, "nav.plan");
  const sections = page.getByRole("navigation", { name: say("plan.sections") });
  for (const key of shown) await sections.getByRole("link", { name: say(key) }).waitFor();
  for (const key of kept) expect(await sections.getByRole("link", { name: say(key) }).count(), say(key)).toBe(0);
  await sections.getByRole("link", { name: say("plan.section.income") }).click();
  await page.getByText(say("plan.locked")).waitFor();
  await page.locator("[data-row]").first().click();
  await page.getByRole("button", { name: say("plan.close") }).waitFor();
  expect(await acting(page).count(), "controls that change something").toBe(0);
  expect(await page.getByText(/\$\d/).count(), "amounts of money").toBe(0);
}

test("a guest sees what was granted, the owner sees the same through their eyes, and revoking cuts them off", async () => {
  const { page: owner, calm } = await at.open();
  owner.setDefaultTimeout(patience);
  const name = `Kim ${Date.now() % 100_000}`; // a second try meets the guest of the first
  await answered(owner);
  const address = await openDoor(owner);
  await owner.getByRole("button", { name: say("people.invite") }).first().click();
  await owner.getByRole("textbox", { name: say("people.name"), exact: true }).fill(name);
  for (const part of ["accounts", "spending", "property", "rules"] as const) await owner.getByRole("checkbox", { name: say(`people.section.${part}`) }).uncheck();
  await owner.getByRole("radio", { name: say("people.money.percent") }).click();
  await owner.getByRole("button", { name: say("people.invite.make") }).click();
  const dialog = owner.getByRole("dialog");
  const link = (await dialog.locator("code").textContent()) ?? "";
  const words = await dialog.getByRole("listitem").allTextContents();
  expect(link.startsWith(`${address}/join#invite=`), "the link leads to the second listener").toBe(true);
  await dialog.getByRole("button", { name: say("people.done") }).click();

  const { page: guest, calm: guestCalm, expectTrouble } = await at.guest(link);
  guest.setDefaultTimeout(patience);
  await guest.getByRole("heading", { level: 1, name: say("join.title", { name }) }).waitFor();
  expect(await guest.getByRole("listitem").allTextContents(), "the spoken check is the same on both sides").toEqual(words);
  expect(guest.url(), "the secret is gone from the address").not.toContain("invite");
  await expectAccessible(guest, "the page of an invitation");
  await guest.getByRole("button", { name: say("join.enter") }).click();
  await answered(guest);
  await expectAccessible(guest, "a guest's first screen");
  for (const button of [say("bar.undo"), say("levers.try"), say("demo.replace")]) expect(await guest.getByRole("button", { name: button }).count(), button).toBe(0);
  await expectTheirParts(guest);
  await expectAccessible(guest, "a guest's plan");
  guestCalm();

  await owner.getByRole("banner").getByText(say("local.shared.n", { n: 1 })).waitFor();
  await owner.getByText(say("people.here"), { exact: true }).waitFor();
  await owner.getByRole("button", { name: say("people.view.name", { name }) }).click();
  await owner.getByText(say("guest.looking", { name })).waitFor();
  await expectTheirParts(owner);
  await owner.getByRole("button", { name: say("guest.stop") }).click();
  await owner.getByRole("button", { name: say("people.revoke.name", { name }) }).click();
  expectTrouble(/401|net::ERR|Failed to load/); // what the guest's page asks from now on is refused
  await owner.getByRole("dialog").getByRole("button", { name: say("people.revoke"), exact: true }).click();
  await guest.getByRole("alert").getByText("This page is not open to you, or not any more.").waitFor();
  await owner.getByRole("banner").getByText(say("local.shared"), { exact: true }).waitFor();
  calm();
}, long);

test("an adviser changes a draft alone, and the owner takes it over", async () => {
  const { page: owner, calm } = await at.open();
  owner.setDefaultTimeout(patience);
  await answered(owner);
  const address = await openDoor(owner);
  const sections = ["people", "accounts", "income", "spending", "property", "goals", "rules", "results"];
  const { token } = await ask<Made>(owner, "POST", "/guests", { kind: "person", name: "Park", role: "adviser", sections, money: "full", control: false, days: 1, maxUses: 1 });
  const { page: guest, calm: guestCalm } = await at.guest(`${address}/join#invite=${token}`, { width: 390, height: 844 });
  guest.setDefaultTimeout(patience);
  await guest.getByRole("button", { name: say("join.enter") }).click();
  await answered(guest);
  await expectNoSidewaysScroll(guest, "an adviser's first screen");
  await goTo(guest, "nav.plan");
  await guest.getByText(say("plan.locked.draft")).waitFor();
  expect(await acting(guest).count(), "controls that change the plan itself").toBe(0);
  await guest.getByRole("button", { name: say("guest.draft.begin") }).click();
  await guest.getByText(say("guest.draft.here")).waitFor();
  const name = guest.getByRole("textbox", { name: say("plan.household.name") });
  await name.fill("Better");
  await name.press("Enter");
  await guest.getByRole("button", { name: pattern("en", "bar.household.choose") }).filter({ hasText: "Better" }).waitFor();
  await goTo(owner, "nav.today");
  await goTo(owner, "nav.people");
  await owner.getByRole("button", { name: say("people.draft.accept") }).click();
  await owner.getByText(say("people.draft.accepted")).waitFor();
  await owner.getByRole("button", { name: pattern("en", "bar.household.choose") }).filter({ hasText: "Better" }).waitFor();
  guestCalm();
  calm();
}, long);
