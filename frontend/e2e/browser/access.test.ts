// Every screen: nothing that keeps someone out, nothing wider than its window.
//
// What axe finds depends on the theme by colours alone, which no language changes, and on the language
// by words alone, which no theme changes; so English in the light and Korean in the dark hold both of
// either. The frame differs between desk and telephone: it is looked at in the crossed looks as well.
// `make looks` walks all eight.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { statement } from "../papers";
import { settle } from "../screens";
import { stage } from "../stage";
import { expectAccessible, expectNoSidewaysScroll, type Look, whole } from "../visit";
import { speak } from "../words";
import { type Locale, messages } from "../../src/i18n/messages";
import { SECTIONS } from "../../src/plan/sections";

const at = stage();

const places = ["/today", ...SECTIONS.map((s) => `/plan/${s}`), "/futures/fan", "/futures/year", "/futures/table", "/track", "/track/check-in", "/track/import", "/docs", "/advisor", "/report", "/primitives", "/settings", "/settings/path", "/network", "/health", "/welcome", "/nowhere"];

const looks: [string, Look][] = [
  ["English, light", { locale: "en-US", theme: "light" }],
  ["Korean, dark, narrow", { locale: "ko-KR", theme: "dark", width: 390, height: 844 }],
];

const crossed: [string, Look][] = [
  ["English, dark, narrow", { locale: "en-US", theme: "dark", width: 390, height: 844 }],
  ["Korean, light", { locale: "ko-KR", theme: "light" }],
];

/** Wider and narrower than the look: a telephone, a desk at 200 % zoom, a desk, and a wall. */
const widths = [390, 720, 1440, 2560];

/** Fails where a screen is wider than its window, however wide that is. */
async function expectFitting(page: Page, where: string): Promise<void> {
  const window = page.viewportSize();
  if (!window) throw new Error("the window has no size");
  for (const width of [window.width, ...widths.filter((other) => other !== window.width)]) {
    if (width !== window.width) await page.setViewportSize({ ...window, width });
    await expectNoSidewaysScroll(page, `${where}, ${width} pixels wide`);
  }
  await page.setViewportSize(window);
}

test.each(looks)("axe finds nothing, and nothing sticks out: %s", async (name, look) => {
  const guest = await at.open(look);
  for (const place of places) {
    await settle(guest, place);
    await whole(guest.page, () => expectAccessible(guest.page, `${place}, ${name}`));
    await expectFitting(guest.page, `${place}, ${name}`);
  }
  guest.calm();
  await guest.leave();
}, 300_000);

test.each(crossed)("nor in the frame: %s", async (name, look) => {
  const guest = await at.open(look);
  for (const place of ["/today", "/plan/spending", "/settings"]) {
    await settle(guest, place);
    await whole(guest.page, () => expectAccessible(guest.page, `${place}, ${name}`));
  }
  guest.calm();
  await guest.leave();
});

/** Screens that ask more of the engine, and what stands on each once it has answered. */
const answers: [string, (locale: Locale) => string][] = [
  ["/futures/runs", () => "[role=region] [aria-rowindex='5']"],
  ["/futures/runs/17", () => "[role=slider]"],
  ["/futures/cloud", () => "[role=application] canvas"],
  ["/futures/cash", () => "[role=slider][aria-valuemin='1']"],
  ["/futures/worth", () => "[role=slider]"],
  ["/futures/spending", () => "[role=slider]"],
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
  const guest = await at.open();
  const { page, calm, leave } = guest;
  await settle(guest, "/today"); // short addresses lead to the plan that was open last
  await settle(guest, "/plan/spending");
  await page.locator("[data-row]").first().click();
  await expectAccessible(page, "the open editor");
  await page.keyboard.press("Escape");
  await settle(guest, "/today");
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

test.each(looks)("nor on documents, as they are listed, asked and read: %s", async (name, look) => {
  const guest = await at.open(look);
  const { page, calm, expectTrouble, leave } = guest;
  const locale: Locale = look.locale === "ko-KR" ? "ko" : "en";
  const say = speak(locale);
  const fits = async (where: string) => {
    await expectAccessible(page, `${where}, ${name}`);
    await expectNoSidewaysScroll(page, `${where}, ${name}`);
  };
  await settle(guest, "/today"); // short addresses lead to the plan that was open last
  await settle(guest, "/docs");
  await page.getByRole("button", { name: say("docs.add"), exact: true }).waitFor();
  await page.locator("[data-choose=files]").setInputFiles([statement]);
  const title = statement.name;
  const there = page.locator("[data-document]").filter({ hasText: title }).first();
  await there.getByRole("link", { name: title }).waitFor({ timeout: 120_000 });
  await fits("the list");

  const ask = page.getByRole("textbox", { name: say("docs.ask") });
  await ask.fill("administration fee");
  await ask.press("Enter");
  await page.locator("figure").first().waitFor();
  await fits("the quotes");
  await ask.fill("zebra");
  await ask.press("Enter");
  await page.getByRole("heading", { name: say("docs.ask.none") }).waitFor();
  await fits("nothing found");

  for (const [what, item] of [["keep", "docs.act.keep"], ["forget", "docs.act.forget"]] as const) {
    await there.getByRole("button", { name: say("docs.acts", { title }) }).click();
    await page.getByRole("menuitem", { name: say(item) }).click();
    await page.getByRole("dialog").waitFor();
    await fits(`the dialog to ${what}`);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }

  await there.getByRole("link", { name: title }).click();
  await page.getByRole("document").getByText("Total balance").first().waitFor();
  await fits("the reader");
  await page.getByRole("tab", { name: say("reader.proposals") }).click();
  await page.locator("[data-proposal]").first().waitFor();
  await fits("the proposals");
  await page.getByRole("tab", { name: new RegExp(`^${say("reader.figures")}`) }).click();
  await fits("the figures");
  await page.getByRole("tabpanel").getByRole("button").first().click();
  await page.getByRole("dialog").getByRole("radio").first().check();
  await fits("the dialog that takes a figure");
  await page.keyboard.press("Escape");
  expectTrouble(/404/); // the browser's own word for what is not there
  await page.goto(`${at.server.origin}/docs/01M8H9R81F46F9B7NH7B5QSC5W`);
  await page.getByRole("heading", { level: 1, name: say("reader.gone.title") }).waitFor();
  await fits("a document that was forgotten");
  calm();
  await leave();
}, 300_000);
