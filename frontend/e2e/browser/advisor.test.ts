// Asking without a model, trying an advice, applying it and taking it back: by keyboard alone.
import { expect, test } from "vitest";
import { answered, headline, tabTo } from "../screens";
import { stage } from "../stage";
import { expectAccessible, expectNoSidewaysScroll, type Look } from "../visit";
import { speak } from "../words";

const at = stage();
const computing = 60_000; // milliseconds; a loaded machine plays ten thousand futures twice in some seconds

const tongues: ["en" | "ko", Look, string, RegExp][] = [
  ["en", { locale: "en-US" }, "What if we retire two years later?", /^Retire 2 years later: .* of futures hold instead of/],
  ["ko", { locale: "ko-KR", theme: "dark" }, "은퇴를 2년 늦추면 어떻게 되나요?", /^은퇴 2년 늦추기: 지켜지는 미래가/],
];

test.each(tongues)("an advice is asked for, applied and undone: %s", async (locale, look, question, answer) => {
  const say = speak(locale);
  const { page, calm, leave } = await at.open(look);
  await page.goto(`${at.server.origin}/welcome`);
  await page.getByRole("button", { name: say("welcome.door.demo") }).focus();
  await page.keyboard.press("Enter");
  await answered(page, locale);
  const before = await headline(page).innerText();

  await page.keyboard.press("Control+j");
  const dock = page.getByRole("complementary", { name: say("advisor.title") });
  await dock.getByRole("textbox", { name: say("advisor.field") }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
  await dock.getByText(say("advisor.noModel")).waitFor();
  await page.keyboard.type(question);
  await page.keyboard.press("Enter");
  const card = dock.getByRole("article", { name: question });
  await card.waitFor({ timeout: computing });
  await expect.poll(() => card.locator("p").first().innerText(), { timeout: computing }).toMatch(answer);
  await expectAccessible(page, `an answer in the dock, ${locale}`);

  const name = await card.getByRole("heading", { level: 4 }).last().innerText();
  await tabTo(page, `[aria-label="${say("advisor.apply.what", { name })}"]`);
  await page.keyboard.press("Enter");
  await card.getByText(say("advisor.state.applied"), { exact: true }).waitFor({ timeout: computing });
  await expect.poll(() => headline(page).innerText(), { timeout: computing }).not.toBe(before);
  await answered(page, locale);

  await page.keyboard.press("Escape"); // closes the dock, and the focus is where it was
  await dock.waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await expect.poll(() => headline(page).innerText(), { timeout: computing }).toBe(before);
  await page.keyboard.press("Control+j");
  await card.getByRole("button", { name: say("advisor.apply.what", { name }) }).waitFor({ timeout: computing });
  calm();
  await leave();
}, 200_000);

test("what nothing answers is said to be that, and a conversation is deleted", async () => {
  const say = speak("en");
  const { page, calm, leave } = await at.open({ width: 390, height: 844 });
  await answered(page);
  await page.getByRole("button", { name: say("advisor.open") }).click();
  const sheet = page.getByRole("dialog", { name: say("advisor.title") });
  await sheet.getByRole("textbox", { name: say("advisor.field") }).fill("What is the capital of France?");
  await page.keyboard.press("Enter");
  await sheet.getByRole("article", { name: "What is the capital of France?" }).getByText(say("advisor.by.nobody")).waitFor({ timeout: computing });
  await expectAccessible(page, "an answer in the sheet");
  await expectNoSidewaysScroll(page, "an answer in the sheet");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });

  await page.goto(`${at.server.origin}/advisor`);
  const del = page.getByRole("button", { name: say("advisor.delete.what", { title: "What is the capital of France?" }) });
  await del.click();
  await page.getByRole("dialog").getByRole("button", { name: say("advisor.delete.yes") }).click();
  await del.waitFor({ state: "detached" });
  calm();
  await leave();
}, 120_000);
