// Opening Meridian to others, as far as it goes without a tunnel program, and the account of what it says to the network.
import { expect, test } from "vitest";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { speak } from "../words";

const at = stage();
const say = speak("en");

test("sharing asks first, says what is missing, and stays closed", async () => {
  const { page, calm, expectTrouble, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.people");
  const open = page.getByRole("button", { name: say("share.open") });
  await open.click();
  await page.getByRole("dialog").getByText(say("share.consent.cloudflare")).waitFor();
  await page.getByRole("button", { name: say("share.consent.cancel") }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await open.click();
  await page.getByRole("button", { name: say("share.consent.agree") }).click();
  await page.getByRole("status", { name: say("share.state") }).getByText("cloudflared").first().waitFor();
  expectTrouble(/503/); // the browser's own word for a download that is refused
  await page.getByRole("button", { name: say("share.get") }).click();
  await page.getByRole("alert").getByText("checksum").waitFor();
  await page.getByRole("banner").getByText(say("local.badge")).waitFor();
  calm();
  await leave();
});

test("the network page accounts for everything, and nothing leaks", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await page.getByRole("banner").getByRole("link", { name: say("local.go", { state: say("local.badge") }) }).click();
  await page.getByRole("heading", { level: 1, name: say("network.h1.local") }).waitFor();
  await page.getByRole("rowheader").first().waitFor();
  await page.getByRole("button", { name: say("network.test") }).click();
  await page.getByText(say("network.verdict.held")).first().waitFor();
  expect(await page.getByText(say("network.verdict.leaked"), { exact: true }).count()).toBe(0);
  calm();
  await leave();
});
