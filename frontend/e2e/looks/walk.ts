// Pictures of every screen, in one language: light and dark, as wide as a desk and as a telephone.
// They are looked at by people; what can be measured is measured on the way.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { dataDirectory, serve } from "../program";
import { answered } from "../screens";
import { expectNoSidewaysScroll, type Look, openBrowser, visit, whole } from "../visit";
import { speak } from "../words";
import { findings } from "./findings";
import { type Guest, type State, states } from "./states";

const folder = resolve(import.meta.dirname, "../../../build/looks");
const wanted = process.env["LOOKS"]; // a part of the names, to take a few anew

/** Declares the four walks of a language. */
export function walk(locale: "en" | "ko"): void {
  const looks = (["light", "dark"] as const).flatMap((theme) => ([1440, 390] as const).map((width) => ({ theme, width })));
  test.each(looks)(`${locale}, $theme, $width pixels wide`, ({ theme, width }) => pictures(locale, { theme, width, height: width < 900 ? 844 : 900 }), 900_000);
}

/** Every walk has data of its own, for it leaves documents, scenarios and plans behind. */
async function pictures(locale: "en" | "ko", look: Look): Promise<void> {
  const data = dataDirectory();
  const browser = await openBrowser();
  const server = await serve(data.path);
  try {
    const guest: Guest = { ...(await visit(browser, server, { ...look, locale: locale === "ko" ? "ko-KR" : "en-US" })), say: speak(locale), locale };
    await guest.page.goto(`${server.origin}/welcome`);
    await guest.page.getByRole("button", { name: guest.say("welcome.door.demo") }).click();
    await answered(guest.page, locale);
    await guest.page.waitForTimeout(5000); // the other screens are fetched meanwhile; until then the one before stays
    const place = resolve(folder, `${locale}-${look.theme}-${look.width}`);
    if (!wanted) rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    const wrong: string[] = [];
    for (const [i, state] of states.entries()) wrong.push(...(await picture(guest, state, resolve(place, `${String(i).padStart(2, "0")}-${state.name}.png`))));
    writeFileSync(resolve(place, "wrong.txt"), wrong.map((line) => `${line}\n`).join(""));
    guest.calm();
    expect(wrong).toEqual([]);
  } finally {
    await browser.close();
    await server.stop();
    data.remove();
  }
}

/** Waits until nothing is on its way any more: no grey places (but one page shows what they look like), no notes that go by themselves, no pointer over anything. */
async function arrived(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  if (!page.url().endsWith("/primitives")) await page.locator("main [data-skeleton], main [aria-busy=true], dialog [data-skeleton]").first().waitFor({ state: "detached", timeout: 100_000 });
  await page.locator("[data-toast]").first().waitFor({ state: "detached" });
}

/** Reaches a state, pictures it, and says what is wrong with it; a state that is not reached is wrong itself. */
async function picture(guest: Guest, state: State, path: string): Promise<string[]> {
  const { page, locale } = guest;
  try {
    await state.reach(guest);
    if (wanted && !state.name.includes(wanted)) return [];
    await arrived(page);
    let found: string[] = [];
    const take = async () => {
      await page.screenshot({ path });
      await expectNoSidewaysScroll(page, state.name);
      found = await findings(page, locale, state.quotes ?? false);
    };
    await (state.over ? take() : whole(page, take));
    return found.map((what) => `${state.name}: ${what}`);
  } catch (err) {
    await page.screenshot({ path });
    return [`${state.name}: ${err instanceof Error ? (err.message.split("\n")[0] ?? "") : String(err)}`];
  }
}
