// Every journey by keyboard alone: what Tab, arrows, Enter and letters do not reach is not reached.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { finder, type Hand, type Role } from "../hand";
import * as journeys from "../journeys";
import { answered } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

const patience = 60_000; // milliseconds for one thing to appear on a busy machine
const stops = 150; // of the Tab key, after which a person gives up

const roving: readonly Role[] = ["radio", "tab", "menuitem"];

/** A hand that has a keyboard only. */
function keyboard(page: Page): Hand {
  const ask = <T>(body: string, role: Role, name: string) => page.evaluate<T>(`(([role, name]) => {${finder} ${body} })(${JSON.stringify([role, name])})`);
  const here = (role: Role, name: string) => ask<boolean>("const e = document.activeElement; return e !== null && e === named(role, name)", role, name);
  /** Whether arrows lead from the focus to it. */
  const near = (role: Role, name: string) => ask<boolean>(`
    const [from, to] = [document.activeElement, named(role, name)];
    if (from?.type === "radio" && to?.type === "radio") return from.name === to.name;
    return from?.closest("[role=radiogroup], [role=tablist], [role=menu]")?.contains(to) ?? false;
  `, role, name);
  const appears = (role: Role, name: string) => expect.poll(() => ask<boolean>("return named(role, name) !== null", role, name), { timeout: patience, message: `${role} ${name}` }).toBe(true);
  const reach = async (role: Role, name: string) => {
    await appears(role, name);
    for (let i = 0; i < stops; i++) {
      if (await here(role, name)) return;
      if (roving.includes(role) && (await near(role, name))) {
        await page.keyboard.press(role === "menuitem" ? "ArrowDown" : "ArrowRight");
        await page.evaluate(() => new Promise((moved) => requestAnimationFrame(() => setTimeout(moved)))); // an arrow moves the focus a little later
      } else await page.keyboard.press("Tab");
    }
    throw new Error(`no key leads to the ${role} ${name}`);
  };
  const press: Hand["press"] = async (role, name) => {
    await reach(role, name);
    await page.keyboard.press(role === "radio" ? "Space" : "Enter");
  };
  return {
    say: en,
    press,
    type: async (name, text) => {
      let role: Role | null = null; // a field with a list below it is another
      const look = async () => (role = await ask<Role | null>("return ['textbox', 'combobox'].find((r) => named(r, name)) ?? null", "textbox", name)) !== null;
      await expect.poll(look, { timeout: patience, message: `field ${name}` }).toBe(true);
      await reach(role ?? "textbox", name);
      await page.keyboard.press("Control+a");
      await page.keyboard.type(text);
    },
    key: (combination) => page.keyboard.press(combination),
    give: async (button, paper) => {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser", { timeout: patience }), press("button", button)]);
      await chooser.setFiles([paper]);
    },
    see: async (words) => void (await page.getByText(words).first().waitFor({ timeout: patience })),
    answered: () => answered(page),
  };
}

test("from the first question to a printed page, by keyboard alone", async () => {
  const { page, calm, leave } = await at.open();
  await page.addInitScript(() => Object.assign(globalThis, { printed: 0, print: () => (globalThis as unknown as { printed: number }).printed++ }));
  const hand = keyboard(page);
  await answered(page);
  for (const journey of [journeys.firstRun, journeys.importStatement, journeys.takeFromDocument, journeys.compare, journeys.takeAdvice, journeys.invite, journeys.report]) await journey(hand);
  expect(await page.evaluate(() => (globalThis as unknown as { printed: number }).printed)).toBe(1);
  calm();
  await leave();
}, 300_000);
