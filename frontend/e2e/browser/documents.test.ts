// A person hands over documents, asks them, opens a quote where it stands, takes a figure into
// the plan and takes it back, keeps a document, and has one forgotten.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { locked, lockedPassword, type Paper, pdf, statement, text } from "../papers";
import { answered, goTo } from "../screens";
import { stage } from "../stage";
import { en } from "../words";

const at = stage();

/** Milliseconds for a document to be read: its reader yields to everything else that the machine does. */
const reading = 120_000;

/** Goes to the documents and hands files over by the system's dialog. */
async function add(page: Page, ...papers: Paper[]): Promise<void> {
  await goTo(page, "nav.docs");
  await page.getByRole("button", { name: en("docs.add"), exact: true }).waitFor();
  await page.locator("[data-choose=files]").setInputFiles(papers);
}

const row = (page: Page, title: string) => page.getByRole("region", { name: en("docs.list"), exact: true }).getByRole("listitem").filter({ hasText: title });

/** Waits until a document can be asked. */
const ready = (page: Page, title: string) => row(page, title).getByRole("link", { name: title }).waitFor({ timeout: reading });

const act = async (page: Page, title: string, name: string) => {
  await row(page, title).getByRole("button", { name: en("docs.acts", { title }) }).click();
  await page.getByRole("menuitem", { name }).click();
};

test("a document is added, asked, quoted where it stands, and a figure of it enters the plan", async () => {
  const { page, calm, leave } = await at.open();
  await answered(page);
  await goTo(page, "nav.docs");
  await page.getByRole("heading", { level: 1, name: en("docs.empty.title") }).waitFor();
  await add(page, statement);
  await ready(page, statement.name);
  await row(page, statement.name).getByText(en("docs.pages", { n: 2 })).waitFor();

  const ask = page.getByRole("textbox", { name: en("docs.ask") });
  await ask.fill("What is the yearly administration fee?");
  await ask.press("Enter");
  const quote = page.locator("figure").filter({ hasText: "administration fee" }).first();
  await quote.waitFor();
  await page.getByText(en("docs.ask.quotesOnly")).waitFor();
  await quote.getByRole("link").click();
  await page.waitForURL(/page=2&quote=/);
  const marked = page.locator("mark[data-quote]");
  await marked.first().waitFor();
  expect((await marked.allInnerTexts()).join("")).toContain("0.35%");

  await page.keyboard.press("ArrowLeft");
  await page.waitForURL(/page=1$/);
  await page.locator("[data-figure]", { hasText: "$141,250.00" }).first().click();
  const dialog = page.getByRole("dialog", { name: en("use.title") });
  await dialog.getByRole("radio").first().check();
  await dialog.getByText("$141,250").last().waitFor();
  await dialog.getByRole("button", { name: en("use.do") }).click();
  await dialog.waitFor({ state: "hidden" });

  const undo = page.getByRole("banner").getByRole("button", { name: new RegExp(`^${en("bar.undo")}: .*from a document`) });
  await undo.waitFor();
  await goTo(page, "nav.plan");
  await page.getByRole("link", { name: new RegExp(`^${en("plan.section.accounts")}`) }).click();
  const account = page.locator("[data-row]").filter({ hasText: "$141,250" });
  await account.click();
  await page.getByRole("link", { name: en("plan.source.open", { page: 1 }) }).click();
  await page.waitForURL(/\/docs\/.*page=1&hash=/);
  await page.locator("mark[data-quote]").first().waitFor();
  expect((await page.locator("mark[data-quote]").allInnerTexts()).join(" ")).toContain("$141,250.00");

  await undo.click();
  await expect.poll(() => undo.count()).toBe(0);
  await goTo(page, "nav.plan");
  await page.getByRole("link", { name: new RegExp(`^${en("plan.section.accounts")}`) }).click();
  await page.locator("[data-row]").first().waitFor();
  expect(await page.locator("[data-row]").filter({ hasText: "$141,250" }).count()).toBe(0);
  calm();
  await leave();
});

test("a document that is used by the plan says so, is kept for a reason, and is forgotten with what stays", async () => {
  const { page, calm, leave } = await at.open();
  const policy = pdf("Policy.pdf", [[72, 90, 14, "Whole life policy: the surrender value in 2031 is $12,400.00."]]);
  await add(page, policy);
  await ready(page, policy.name);

  await act(page, policy.name, en("docs.act.keep"));
  const keep = page.getByRole("dialog");
  expect(await keep.getByRole("button", { name: en("docs.keep.do") }).isDisabled()).toBe(true);
  await keep.getByRole("radio", { name: en("docs.reason.policy") }).check();
  await keep.getByRole("button", { name: en("docs.keep.do") }).click();
  await row(page, policy.name).getByText(en("docs.left.kept", { reason: en("docs.reason.policy") })).waitFor();
  await act(page, policy.name, en("docs.act.letGo"));
  await row(page, policy.name).getByText(en("docs.left.days", { left: 30 })).waitFor();

  await act(page, policy.name, en("docs.act.forget"));
  const forget = page.getByRole("dialog", { name: en("docs.forget.title", { title: policy.name }) });
  await forget.getByText(en("docs.forget.final")).waitFor();
  await forget.getByText(en("docs.forget.text", { n: 1 })).waitFor();
  await forget.getByRole("button", { name: en("docs.forget.do") }).click();
  await expect.poll(() => row(page, policy.name).count()).toBe(0);
  calm();
  await leave();
});

test("the same bytes are recognised, another document of the same title may replace it, and rubbish is refused in words", async () => {
  const { page, calm, leave } = await at.open();
  const first = pdf("Terms.pdf", [[72, 90, 14, "The fee is 1.20% a year."]]);
  await add(page, first);
  await ready(page, first.name);

  await add(page, first);
  await page.getByRole("region", { name: en("docs.uploads") }).getByText(en("docs.upload.same")).waitFor();
  await page.getByRole("button", { name: en("docs.upload.aside", { title: first.name }) }).click();
  expect(await row(page, first.name).count()).toBe(1);

  await add(page, pdf("Terms.pdf", [[72, 90, 14, "The fee is 0.90% a year."]]));
  const replace = page.getByRole("button", { name: en("docs.earlier.replace") });
  await replace.click({ timeout: reading });
  await expect.poll(() => row(page, first.name).count()).toBe(1);
  const ask = page.getByRole("textbox", { name: en("docs.ask") });
  await ask.fill("Which fee a year?");
  await ask.press("Enter");
  await page.locator("figure").filter({ hasText: "0.90%" }).first().waitFor();
  expect(await page.locator("figure").filter({ hasText: "1.20%" }).count()).toBe(0);

  await add(page, { name: "rubbish.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 1, 2, 3, 255, 254, 7]) });
  await row(page, "rubbish.bin").locator("svg + span").first().waitFor({ timeout: reading });
  expect((await row(page, "rubbish.bin").innerText()).length).toBeGreaterThan(30);
  calm();
  await leave();
});

test("words are found on every page, and pages are turned by keys", async () => {
  const { page, calm, leave } = await at.open();
  const long = pdf("Contract.pdf", ...Array.from({ length: 5 }, (_, i) => [[72, 90, 14, `Clause ${i + 1}. ${i === 3 ? "The deposit is returned within 30 days." : "Nothing more."}`] as const]));
  await add(page, long);
  await ready(page, long.name);
  await row(page, long.name).getByRole("link", { name: long.name }).click();
  await page.getByRole("document").getByText("Clause 1.").first().waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("document").getByText("Clause 2.").first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("RETURNED within");
  await page.keyboard.press("Enter");
  await page.waitForURL(/page=4/);
  expect(await page.locator("mark[data-here]").innerText()).toBe("returned within");
  calm();
  await leave();
});

test("text, a table and Korean are read, by drop and by paste, and quoted to the letter", async () => {
  const { page, calm, leave } = await at.open();
  await goTo(page, "nav.docs");
  await page.getByRole("button", { name: en("docs.add"), exact: true }).waitFor();
  await drop(page, text("거래내역.csv", "일자,적요,금액\n2026-01-25,급여,4200000\n2026-01-28,카드대금,-1320500\n"), text("notes.txt", "The deposit of ₩450,000,000 comes back on 2027-02-28. 🏠\n"));
  await ready(page, "거래내역.csv");
  await ready(page, "notes.txt");

  await page.evaluate(() => {
    const pasted = new DataTransfer();
    pasted.setData("text/plain", "퇴직연금 약관\n\n중도에 해지하면 기타소득세 16.5%를 원천징수합니다.\n");
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
  });
  await ready(page, "퇴직연금 약관");
  const ask = page.getByRole("textbox", { name: en("docs.ask") });
  await ask.fill("중도 해지하면 세금은?");
  await ask.press("Enter");
  const quote = page.locator("figure").filter({ hasText: "원천징수" }).first();
  await quote.getByRole("link").click();
  await page.locator("mark[data-quote]").first().waitFor();
  expect((await page.locator("mark[data-quote]").allInnerTexts()).join("")).toContain("기타소득세 16.5%를 원천징수합니다.");

  await page.getByRole("link", { name: en("reader.back") }).click();
  await row(page, "거래내역.csv").getByRole("link", { name: "거래내역.csv" }).click();
  await page.getByRole("tab", { name: new RegExp(`^${en("reader.figures")}`) }).click();
  await page.getByRole("tabpanel").getByRole("button").filter({ hasText: "$4,200,000" }).waitFor();
  await page.getByRole("tabpanel").getByRole("button").filter({ hasText: "Jan 2026" }).first().waitFor();

  await page.getByRole("link", { name: en("reader.back") }).click();
  await row(page, "notes.txt").getByRole("link", { name: "notes.txt" }).click();
  const figure = page.locator("[data-figure]").filter({ hasText: "₩450,000,000" });
  await figure.waitFor();
  // What is selected by hand is offered too, and what is copied is the text itself.
  await page.getByRole("document", { name: en("reader.page", { n: 1 }) }).evaluate((sheet) => {
    const range = document.createRange();
    range.selectNodeContents(sheet);
    document.getSelection()?.removeAllRanges();
    document.getSelection()?.addRange(range);
  });
  const copied = await page.evaluate(() => {
    const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
    document.querySelector("[role=document]")?.dispatchEvent(event);
    return event.clipboardData?.getData("text/plain");
  });
  expect(copied).toBe("The deposit of ₩450,000,000 comes back on 2027-02-28. 🏠");
  await figure.dblclick();
  await page.getByRole("button", { name: new RegExp(`^${en("reader.use")}:`) }).waitFor();
  calm();
  await leave();
});

test("a locked document asks for its password, says when it is wrong, and is read with the right one", async () => {
  const { page, calm, leave } = await at.open();
  await add(page, locked);
  const lease = row(page, locked.name);
  const password = lease.getByLabel(en("docs.password", { title: locked.name }));
  await password.waitFor({ timeout: reading });
  await password.fill("wrong");
  await password.press("Enter");
  await expect.poll(() => password.inputValue()).toBe("");
  await lease.getByText("The password does not open the file.").waitFor({ timeout: reading });
  await password.fill(lockedPassword);
  await lease.getByRole("button", { name: en("docs.unlock") }).click();
  await ready(page, locked.name);
  expect(await password.count()).toBe(0);
  calm();
  await leave();
});

test("what a document proposes is a quote, and is taken, looked at or left", async () => {
  const { page, calm, leave } = await at.open();
  const loan = pdf("Loan.pdf", [
    [72, 90, 16, "Loan agreement"],
    [72, 130, 11, "Loan amount: $18,250.00"],
    [72, 150, 11, "Interest rate: 3.45 %"],
    [72, 170, 11, "Default interest rate: 9 %"],
  ]);
  await add(page, loan);
  await ready(page, loan.name);
  await row(page, loan.name).getByRole("link", { name: loan.name }).click();
  await page.getByRole("tab", { name: en("reader.proposals") }).click();
  const proposed = (field: string) => page.locator(`[data-proposal=${field}]`);
  await proposed("owed").getByText("$18,250").first().waitFor();
  expect(await page.locator("[data-proposal]").count()).toBe(2);
  await proposed("rate").getByRole("link", { name: "Interest rate: 3.45 %" }).click();
  await page.waitForURL(/page=1&quote=/);
  await expect.poll(() => page.locator("mark[data-quote]").allInnerTexts()).toContain("3.45 %");

  const ignore = proposed("rate").getByRole("button", { name: new RegExp(`^${en("reader.proposals.ignore")}`) });
  await ignore.click();
  await expect.poll(() => proposed("rate").count()).toBe(0);
  await page.getByRole("button", { name: en("reader.proposals.again") }).click();
  await proposed("rate").waitFor();

  const edit = proposed("owed").getByRole("button", { name: new RegExp(`^${en("reader.proposals.edit")}`) });
  await edit.click();
  const dialog = page.getByRole("dialog", { name: en("use.title") });
  await dialog.getByText("$18,250").first().waitFor();
  const scale = dialog.getByLabel(en("use.scale"));
  await dialog.getByRole("radio").first().check();
  await scale.selectOption("1000");
  await page.reload();
  await page.getByRole("tab", { name: en("reader.proposals") }).click();
  await edit.click();
  expect(await scale.inputValue()).toBe("1000"); // chosen before the page came again
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await proposed("rate").getByRole("button", { name: new RegExp(`^${en("reader.proposals.accept")}`) }).click();
  const undo = page.getByRole("banner").getByRole("button", { name: new RegExp(`^${en("bar.undo")}: .*from a document`) });
  await dialog.or(undo).first().waitFor();
  if (await dialog.count()) {
    // The plan has several debts: the person says which.
    await dialog.getByRole("radio").first().check();
    await dialog.getByRole("button", { name: en("use.do") }).click();
  }
  await undo.waitFor();
  calm();
  await leave();
});

/** Lets files fall on the page, as a hand does. */
async function drop(page: Page, ...papers: Paper[]): Promise<void> {
  const files = papers.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: [...buffer] }));
  const data = await page.evaluateHandle((all) => {
    const carried = new DataTransfer();
    for (const { name, mimeType, bytes } of all) carried.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
    return carried;
  }, files);
  await page.dispatchEvent("main", "dragenter", { dataTransfer: data });
  await page.getByText(en("docs.drop")).waitFor();
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
  await page.getByText(en("docs.drop")).waitFor({ state: "hidden" });
}
