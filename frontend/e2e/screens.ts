// What a person recognises on the screens.
import type { Locator, Page } from "playwright-core";
import { type Locale, messages } from "../src/i18n/messages";
import type { Visit } from "./visit";
import { pattern, speak } from "./words";

/** The middle line of the fan, once it is drawn. */
export function fan(page: Page): Locator {
  return page.locator('path[data-fan="median"][d^="M"]').first();
}

/** The sentence at the top of Today. */
export function headline(page: Page): Locator {
  return page.getByRole("heading", { level: 1 });
}

/** Waits until the newest plan has its full answer, on whatever screen of it. */
export async function answered(page: Page, locale: Locale = "en"): Promise<void> {
  await page.getByRole("button", { name: settled(locale) }).waitFor();
}

/** The run pill at rest: "Forecast: 79 % ± 1 10,000 futures. Details". */
function settled(locale: Locale): RegExp {
  const [before = "", after = ""] = messages[locale]["run.status"].split("{state}");
  return new RegExp(`${before}\\d[^%]*%.*10,000.*${after.replace(".", "\\.")}`);
}

/** Goes to a place by the rail. */
export async function goTo(page: Page, place: "nav.today" | "nav.plan" | "nav.futures" | "nav.levers" | "nav.compare" | "nav.track" | "nav.docs" | "nav.report" | "nav.people" | "nav.settings", locale: Locale = "en"): Promise<void> {
  const say = speak(locale);
  await page.getByRole("navigation", { name: say("nav.label") }).locator("visible=true").getByRole("link", { name: say(place) }).click();
}

export const hero = (locale: Locale = "en") => pattern(locale, "today.hero");

/** Tabs until the focus is on what matches; a person would give up after a hundred. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
  }
  throw new Error(`Tab never reached ${selector}`);
}

/** Goes to an address inside the page, as a link does, and waits until the screen has settled. */
export async function settle({ page }: Visit, place: string): Promise<void> {
  await page.evaluate((to) => {
    for (const heading of document.querySelectorAll("h1")) heading.dataset["left"] = "";
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, place);
  await page.waitForURL((url) => url.pathname.endsWith(place));
  await page.locator("h1:not([data-left])").first().waitFor();
  if (/today|futures\/fan/.test(place)) await fan(page).waitFor();
  if (place === "/welcome" || /settings|network|health|nowhere|method|primitives/.test(place)) return;
  await answered(page, (await page.locator("html").getAttribute("lang")) === "ko" ? "ko" : "en");
}
