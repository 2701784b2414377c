// Futures as points: looked at, chosen by pointer and by keyboard, and seen elsewhere; with a
// graphics processor, with one that goes away, and without.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { count, take } from "../gpu";
import { answered, fan, tabTo } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

const plot = (page: Page) => page.getByRole("application");
const picked = (page: Page) => page.getByText(/^[\d,]+ futures, [\d.]+% of all$/);

async function cloud(page: Page, query = ""): Promise<void> {
  await answered(page);
  await page.goto(`${at.server.origin}/futures/cloud${query}`);
  await plot(page).waitFor();
}

/** Drags around the lower left of the plot. */
async function drag(page: Page, places: readonly (readonly [number, number])[]): Promise<void> {
  await plot(page).scrollIntoViewIfNeeded();
  const box = await plot(page).boundingBox();
  if (!box) throw new Error("the cloud has no place");
  const pixel = ([x, y]: readonly [number, number]) => [box.x + 62 + x * (box.width - 68), box.y + 26 + (1 - y) * (box.height - 70)] as const;
  for (const [i, place] of places.entries()) {
    const [x, y] = pixel(place);
    await page.mouse.move(x, y, { steps: i === 0 ? 1 : 6 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

test("a lasso picks futures, which are then rows, and lines in the fan", async () => {
  const { page, calm, leave } = await at.open();
  await cloud(page);
  const some = [[0.02, 0], [0.4, 0], [0.4, 0.2], [0.02, 0.2]] as const;
  await drag(page, some);
  await picked(page).waitFor();
  await page.getByRole("button", { name: en("watch.save") }).click();
  const name = page.getByRole("textbox", { name: en("watch.name") });
  await name.fill("Early losers");
  await page.reload();
  await plot(page).waitFor();
  await drag(page, some);
  await picked(page).waitFor();
  const said = await picked(page).innerText();
  await expect.poll(() => page.getByText(/, against .* in the rest/).count()).toBe(5);
  await page.getByRole("button", { name: en("watch.save") }).click();
  expect(await name.inputValue()).toBe("Early losers"); // typed before the page came again
  await page.getByRole("button", { name: en("watch.keep"), exact: true }).click();
  const kept = page.getByRole("list", { name: en("watch.lists") }).getByRole("button", { name: /^Early losers/ });
  await kept.waitFor();
  await page.getByRole("button", { name: en("runs.clear") }).click();
  await picked(page).waitFor({ state: "detached" });
  await kept.click();
  await picked(page).waitFor();
  await expect.poll(() => picked(page).innerText()).toBe(said);
  await page.getByRole("button", { name: en("cloud.rows") }).click();
  await page.getByRole("region", { name: en("runs.caption") }).waitFor();
  await expect.poll(() => picked(page).innerText()).toBe(said);
  await page.getByRole("tab", { name: en("futures.fan") }).click();
  await fan(page).waitFor();
  await page.getByText(en("cloud.fan.lines", { n: 20 })).waitFor();
  calm();
  await leave();
});

test("by keyboard alone a box is drawn, a future read out and lived through", async () => {
  const { page, calm, leave } = await at.open();
  await cloud(page, "?x=endWealth&y=firstDecadeReturn&c=lifetimeInflation");
  await tabTo(page, "[role=application]");
  const spoken = page.getByText(/^Future [\d,]+, .*Left at the end/);
  await page.keyboard.press("ArrowRight");
  await spoken.first().waitFor({ state: "attached" });
  await page.keyboard.down("Shift");
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowLeft");
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.up("Shift");
  await picked(page).waitFor();
  await page.keyboard.press("t");
  await page.getByRole("region", { name: en("cloud.table", { x: en("runs.col.endWealth"), n: "10,000" }) }).waitFor();
  await page.getByRole("button", { name: en("chart.asChart") }).click();
  await tabTo(page, "[role=application]");
  await page.keyboard.press("ArrowRight");
  await spoken.first().waitFor({ state: "attached" });
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/futures\/runs\/\d+/);
  calm();
  await leave();
});

test("nothing is uploaded on the way to other axes, and at rest nothing is drawn", async () => {
  const { page, calm, leave } = await at.open({ motion: true });
  await count(page);
  await cloud(page);
  await expect.poll(async () => (await take(page)).draws).toBeGreaterThan(0);
  await expect.poll(async () => (await take(page)).draws, { interval: 1000 }).toBe(0); // it has arrived
  await page.getByRole("combobox", { name: en("cloud.x") }).selectOption("lifetimeInflation");
  let [draws, uploaded, still] = [0, 0, 0];
  const rest = async () => {
    const now = await take(page);
    [draws, uploaded] = [draws + now.draws, uploaded + now.uploaded];
    still = draws > 0 && now.draws === 0 ? still + 1 : 0; // a busy machine may stand still for a second on the way
    return still;
  };
  await expect.poll(rest, { interval: 1000, timeout: 60_000 }).toBeGreaterThanOrEqual(3); // it went there, and draws nothing for seconds
  expect(uploaded).toBe(0);
  calm();
  await leave();
});

test("a graphics processor that goes away is waited for, then done without", async () => {
  const { page, expectTrouble, calm, leave } = await at.open();
  expectTrouble(/CONTEXT_LOST|context/i);
  await count(page);
  await cloud(page);
  const lose = (back: boolean) =>
    page.evaluate(async (returns) => {
      const canvas = document.querySelector<HTMLCanvasElement>("[role=application] canvas");
      const handle = canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context");
      handle?.loseContext();
      await new Promise((done) => setTimeout(done, 300));
      if (returns) handle?.restoreContext();
    }, back);
  await take(page);
  await lose(true);
  await expect.poll(async () => (await take(page)).draws).toBeGreaterThan(0);
  expect(await page.getByText(en("cloud.flat")).count()).toBe(0);
  await lose(false);
  await page.getByText(en("cloud.flat")).waitFor();
  await drag(page, [[0.02, 0], [0.4, 0], [0.4, 0.2], [0.02, 0.2]]);
  await picked(page).waitFor(); // what does not draw still chooses
  calm();
  await leave();
});

test("without WebGL2 the futures are a density", async () => {
  const { page, calm, leave } = await at.open();
  await page.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind === "webgl2" ? null : (Reflect.apply(get, this, [kind, ...rest]) as null);
    } as typeof get;
  });
  await cloud(page);
  await page.getByText(en("cloud.flat")).waitFor();
  const inked = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>("[role=application] canvas");
      const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let some = 0;
      for (let i = 3; i < pixels.length; i += 4) if ((pixels[i] ?? 0) > 0) some++;
      return some;
    });
  await expect.poll(inked).toBeGreaterThan(500);
  calm();
  await leave();
});

test("a larger cloud is played on request, and stopped on request", async () => {
  const { page, calm, leave } = await at.open();
  await cloud(page);
  const size = (n: string) => page.getByRole("radio", { name: n, exact: true });
  await size("100,000").click();
  await page.getByRole("button", { name: en("cloud.stop") }).click();
  await expect.poll(() => size("10,000").getAttribute("aria-checked")).toBe("true");
  await size("100,000").click();
  await page.getByText(en("cloud.title", { n: "100,000" })).waitFor({ timeout: 80_000 });
  await drag(page, [[0.02, 0], [0.4, 0], [0.4, 0.2], [0.02, 0.2]]);
  await picked(page).waitFor();
  await page.getByText(/A typical one of them/).click();
  await page.getByRole("heading", { level: 1, name: /^Future/ }).waitFor();
  calm();
  await leave();
}, 180_000);

test("a cloud that memory has no room for is refused in words, and the smaller one stays", async () => {
  const { page, expectTrouble, calm, leave } = await at.open();
  expectTrouble(/422/);
  await cloud(page);
  // The words of the engine's own refusal, which its tests hold; how much is free here is not for a test to say.
  await page.route("**/api/v1/forecasts", (route) =>
    (route.request().postDataJSON() as { paths?: number }).paths === 1_000_000
      ? route.fulfill({ status: 422, contentType: "application/problem+json", json: { title: "This run does not fit in the memory that is free.", code: "forecast.room", fix: "Ask for fewer futures, or close other programs.", problems: [] } })
      : route.fallback(),
  );
  await page.getByRole("radio", { name: "1,000,000", exact: true }).click();
  const said = page.getByRole("alert").filter({ hasText: "does not fit" });
  await said.getByText("Ask for fewer futures").waitFor();
  await page.getByText(en("cloud.title", { n: "10,000" })).waitFor();
  await page.getByRole("button", { name: en("cloud.back") }).click();
  await said.waitFor({ state: "detached" });
  calm();
  await leave();
});
