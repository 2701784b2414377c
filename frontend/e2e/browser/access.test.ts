// Every screen, in both languages and both themes: nothing that keeps someone
// out, nothing wider than a telephone.
import { expect, test } from "vitest";
import { answered, fan } from "../screens";
import { stage } from "../stage";
import { expectAccessible, expectNoSidewaysScroll, type Look, type Visit } from "../visit";
import { type Locale, messages } from "../../src/i18n/messages";
import { SECTIONS } from "../../src/plan/sections";

const at = stage();

const places = ["/today", ...SECTIONS.map((s) => `/plan/${s}`), "/futures/fan", "/futures/year", "/futures/table", "/docs", "/advisor", "/settings", "/welcome", "/nowhere"];

/** Goes there inside the page, as a link does, and waits until it has settled. */
async function settle({ page }: Visit, place: string): Promise<void> {
  await page.evaluate((to) => {
    for (const heading of document.querySelectorAll("h1")) heading.dataset["left"] = "";
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, place);
  await page.waitForURL((url) => url.pathname.endsWith(place));
  await page.locator("h1:not([data-left])").first().waitFor();
  if (/today|futures\/fan/.test(place)) await fan(page).waitFor();
  if (place !== "/welcome" && !/settings|nowhere|method/.test(place)) await answered(page, (await page.locator("html").getAttribute("lang")) === "ko" ? "ko" : "en");
}

const looks: [string, Look][] = [
  ["English, light", { locale: "en-US", theme: "light" }],
  ["Korean, dark", { locale: "ko-KR", theme: "dark" }],
  ["English, dark, narrow", { locale: "en-US", theme: "dark", width: 390, height: 844 }],
  ["Korean, light, narrow", { locale: "ko-KR", theme: "light", width: 390, height: 844 }],
];

test.each(looks)("axe finds nothing, and nothing sticks out: %s", async (name, look) => {
  const guest = await at.open(look);
  for (const place of places) {
    await settle(guest, place);
    await expectAccessible(guest.page, `${place}, ${name}`);
    await expectNoSidewaysScroll(guest.page, `${place}, ${name}`);
  }
  guest.calm();
  await guest.leave();
});

/** Screens that ask more of the engine, and what stands on each once it has answered. */
const answers: [string, (locale: Locale) => string][] = [
  ["/futures/runs", () => "[role=region] [aria-rowindex='5']"],
  ["/futures/runs/17", () => "[role=slider]"],
  ["/levers", (locale) => `[role=group][aria-label="${messages[locale]["levers.tornado.axis"]}"] button`],
  ["/compare", () => "[data-fate=both]"],
  ["/method", () => "article section"],
];

test.each(looks)("nor where the engine is asked more: %s", async (name, look) => {
  const guest = await at.open(look);
  const locale = look.locale === "ko-KR" ? "ko" : "en";
  await settle(guest, "/today"); // short addresses lead to the plan that was open last
  for (const [place, shown] of answers) {
    await settle(guest, place);
    await guest.page.locator(shown(locale)).first().waitFor({ timeout: 100_000 });
    await expectAccessible(guest.page, `${place}, ${name}`);
    await expectNoSidewaysScroll(guest.page, `${place}, ${name}`);
  }
  guest.calm();
  await guest.leave();
}, 300_000);

test("an open editor, menu and dialog are as accessible as the page", async () => {
  const { page, calm, leave } = await at.open();
  await page.goto(`${at.server.origin}/plan/spending`);
  await page.locator("[data-row]").first().click();
  await expectAccessible(page, "the open editor");
  await page.keyboard.press("Escape");
  await page.goto(`${at.server.origin}/today`);
  await answered(page);
  await page.getByRole("banner").getByRole("button").first().click();
  await page.getByRole("menu").waitFor();
  await expectAccessible(page, "the open menu", ["region"]); // a menu floats over all landmarks while it is open
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await expectAccessible(page, "the open dialog");
  expect(await page.getByRole("dialog").count()).toBe(1);
  calm();
  await leave();
});
