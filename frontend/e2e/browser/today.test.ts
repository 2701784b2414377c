// The first open: a household to play with, its forecast already drawn.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataDirectory, serve, type Server } from "../program";
import { answered, fan, headline, hero } from "../screens";
import { openBrowser, visit } from "../visit";
import { en } from "../words";

let browser: Browser;
let server: Server;
const data = dataDirectory();

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), serve(data.path)]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  data.remove();
});

test("the first open shows the demo household and its fan", async () => {
  const { page, calm, leave } = await visit(browser, server);
  await answered(page);
  expect(await headline(page).innerText()).toMatch(hero());
  await expect.poll(() => page.title()).toContain(en("today.title"));
  await page.getByText(en("demo.mark")).first().waitFor();

  const picture = resolve(import.meta.dirname, "../../../build/cache");
  mkdirSync(picture, { recursive: true });
  await page.screenshot({ path: resolve(picture, "picture.png") });
  calm();
  await leave();
});

test("a used ticket lets nobody else in", async () => {
  const first = await visit(browser, server);
  await fan(first.page).waitFor();
  const second = await browser.newPage();
  const answer = await second.goto(server.enter);
  expect(answer?.status()).toBeGreaterThanOrEqual(400);
  await second.close();
  await first.leave();
});
