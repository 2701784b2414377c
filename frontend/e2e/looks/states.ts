// Every screen, and the states of it that matter, each as somebody comes to it.
import { SECTIONS } from "../../src/plan/sections";
import { statement, text } from "../papers";
import { answered, fan, settle } from "../screens";
import type { Visit } from "../visit";
import type { Say } from "../words";

export interface Guest extends Visit {
  say: Say;
  locale: "en" | "ko";
}

/** One picture: its file's name, and how the state is reached. */
export interface State {
  name: string;
  reach: (guest: Guest) => Promise<void>;
  /** A dialog or panel that stands over the page is pictured as the window shows it, not the page behind it in its whole length. */
  over?: true;
  /** It shows what was written elsewhere, in whatever language: documents, laws, files, addresses of the program. */
  quotes?: true;
}

const computing = 100_000; // milliseconds; a loaded machine moves twelve levers both ways in half a minute

/** Goes to an address, and waits for what stands there once it is whole. */
const at = (name: string, place: string, stands?: (guest: Guest) => string): State => ({
  name,
  reach: async (guest) => {
    await settle(guest, place);
    if (stands) await guest.page.locator(stands(guest)).first().waitFor({ timeout: computing });
  },
});

const quoting = (state: State): State => ({ ...state, quotes: true });

const over = (name: string, reach: State["reach"]): State => ({ name, reach, over: true });

const bank = text("bank.csv", "Date,Description,Amount\n2026-10-03,GROCERY STORE,-84.20\n2026-10-03,GROCERY STORE,-84.20\n2026-10-05,CORNER KIOSK,-12.00\n2026-10-13,PAYROLL,4200.00\n2026-10-33,BROKEN,-1\n");

const futures: State[] = [
  at("futures-fan", "/futures/fan"),
  at("futures-cloud", "/futures/cloud", () => "[role=application] canvas"),
  at("futures-year", "/futures/year"),
  at("futures-cash", "/futures/cash", () => "[role=slider][aria-valuemin='1']"),
  at("futures-worth", "/futures/worth", () => "[role=slider]"),
  at("futures-spending", "/futures/spending", () => "[role=slider]"),
  at("futures-table", "/futures/table", () => "table tbody tr"),
  at("futures-runs", "/futures/runs", () => "[role=region] [aria-rowindex='5']"),
  {
    name: "futures-runs-failing",
    reach: async ({ page, say }) => {
      await page.getByRole("combobox", { name: say("runs.choose") }).selectOption("failing");
      await page.getByText(say("runs.selection.typical").split("{")[0] ?? "").first().waitFor();
    },
  },
  at("futures-replay", "/futures/runs/17", () => "[role=slider]"),
];

const documents: State[] = [
  at("documents-empty", "/docs"),
  {
    name: "documents",
    quotes: true,
    reach: async ({ page, say }) => {
      if ((await page.locator("[data-document]").count()) === 0) await page.locator("[data-choose=files]").setInputFiles([statement]);
      await page.locator("[data-document]").getByRole("link", { name: statement.name }).waitFor({ timeout: 60_000 });
      const ask = page.getByRole("textbox", { name: say("docs.ask") });
      await ask.fill("administration fee");
      await ask.press("Enter");
      await page.locator("figure").first().waitFor();
    },
  },
  quoting(over("documents-forget", async ({ page, say }) => {
    await page.getByRole("button", { name: say("docs.acts", { title: statement.name }) }).click();
    await page.getByRole("menuitem", { name: say("docs.act.forget") }).click();
    await page.getByRole("dialog").waitFor();
  })),
  {
    name: "documents-reader",
    quotes: true,
    reach: async ({ page }) => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.locator("[data-document]").getByRole("link", { name: statement.name }).click();
      await page.getByRole("document").getByText("Total balance").first().waitFor();
    },
  },
  {
    name: "documents-proposals",
    quotes: true,
    reach: async ({ page, say }) => {
      await page.getByRole("tab", { name: say("reader.proposals") }).click();
      await page.locator("[data-proposal]").first().waitFor();
    },
  },
];

/** Where a guest stands who has just come in, in the order in which one state leads to another. */
export const states: readonly State[] = [
  at("today", "/today"),
  ...SECTIONS.map((section) => at(`plan-${section}`, `/plan/${section}`)),
  over("plan-editor", async (guest) => {
    await settle(guest, "/plan/spending");
    await guest.page.locator("[data-row]").first().click();
  }),
  ...futures,
  at("levers", "/levers", ({ say }) => `[role=group][aria-label="${say("levers.tornado.axis")}"] button`),
  at("compare-empty", "/compare"),
  {
    name: "compare",
    reach: async (guest) => {
      const { page, say } = guest;
      const made = page.getByRole("button", { name: new RegExp(`^${say("compare.new.retireLater")}.*${say("compare.pick")}`) });
      if ((await made.count()) === 0) {
        await page.getByRole("button", { name: say("compare.new"), exact: true }).click();
        await page.getByRole("menuitem", { name: say("compare.new.retireLater") }).click();
      } else await made.click();
      await page.getByRole("heading", { level: 1 }).filter({ hasText: say("compare.new.retireLater") }).waitFor({ timeout: computing });
    },
  },
  at("track", "/track"),
  at("track-check-in", "/track/check-in"),
  at("track-import", "/track/import"),
  {
    name: "track-review",
    quotes: true,
    reach: async ({ page, say }) => {
      await page.locator("input[type=file]").setInputFiles(bank);
      await page.getByRole("region", { name: say("track.import.step.review") }).waitFor();
    },
  },
  at("advisor", "/advisor"),
  {
    name: "advisor-answer",
    reach: async ({ page, say, locale }) => {
      await page.getByRole("textbox", { name: say("advisor.field") }).fill(locale === "ko" ? "은퇴를 2년 늦추면 어떻게 되나요?" : "What if we retire two years later?");
      await page.keyboard.press("Enter");
      await page.getByRole("article").getByRole("heading", { level: 4 }).first().waitFor({ timeout: computing });
    },
  },
  ...documents,
  at("people", "/people"),
  over("people-invite", async ({ page, say }) => {
    await page.getByRole("button", { name: say("people.invite") }).first().click();
    await page.getByRole("dialog").waitFor();
  }),
  {
    name: "report",
    reach: async (guest) => {
      await settle(guest, "/report");
      await guest.page.getByRole("button", { name: guest.say("report.preset.advisor") }).click();
      await guest.page.locator("[data-sheet]").nth(3).waitFor();
      await guest.page.locator("[data-sheet]").getByText(guest.say("report.levers.working")).waitFor({ state: "detached", timeout: computing });
    },
  },
  quoting(at("health", "/health")),
  at("settings", "/settings"),
  at("network", "/network"),
  quoting(at("method", "/method", () => "article section")),
  quoting(at("primitives", "/primitives")),
  at("nowhere", "/nowhere"),
  over("palette", async (guest) => {
    await settle(guest, "/today");
    await guest.page.keyboard.press("Control+k");
    await guest.page.getByRole("combobox", { name: guest.say("palette.title") }).waitFor();
  }),
  over("keys", async ({ page }) => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
  }),
  over("history", async ({ page }) => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("h");
    await page.getByRole("dialog").waitFor();
  }),
  over("dock", async ({ page, say }) => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("Control+j");
    await page.getByRole("textbox", { name: say("advisor.field") }).waitFor();
  }),
  over("menu", async ({ page }) => {
    await page.keyboard.press("Escape");
    await page.getByRole("banner").getByRole("button").first().click();
    await page.getByRole("menu").waitFor();
  }),
  {
    name: "today-scrambled",
    reach: async (guest) => {
      await guest.page.keyboard.press("Escape");
      await settle(guest, "/levers"); // to come from elsewhere
      await settle(guest, "/today");
      await guest.page.keyboard.press("p");
      await guest.page.keyboard.press("p"); // faster than the page is drawn
      await guest.page.getByText(guest.say("bar.scrambled")).waitFor();
    },
  },
  {
    name: "welcome",
    reach: async (guest) => {
      await guest.page.keyboard.press("p");
      await guest.page.getByText(guest.say("bar.scrambled")).waitFor({ state: "detached" });
      await settle(guest, "/welcome");
    },
  },
  {
    name: "welcome-1",
    reach: async ({ page, say }) => {
      await page.getByRole("button", { name: say("welcome.door.questions") }).click();
      await page.getByRole("textbox", { name: say("welcome.name"), exact: true }).fill(say("nav.people"));
    },
  },
  ...(["earn", "have", "cost", "free"] as const).map((title, i): State => ({
    name: `welcome-${i + 2}`,
    reach: async ({ page, say }) => {
      await page.getByRole("button", { name: say("welcome.next") }).click();
      await page.getByRole("heading", { level: 1, name: say(`welcome.${title}.h1`) }).waitFor();
      await fan(page).waitFor();
    },
  })),
  {
    name: "welcome-done",
    reach: async ({ page, say }) => {
      await page.getByRole("button", { name: say("welcome.finish") }).click();
      await page.getByText(say("welcome.done.h1")).waitFor();
      await fan(page).waitFor();
    },
  },
  {
    name: "today-own",
    reach: async ({ page, say, locale }) => {
      await page.getByRole("button", { name: say("welcome.done.open") }).click();
      await answered(page, locale);
    },
  },
  // It names the folder of the backups, which is the machine's own.
  quoting(over("safekeeping", async ({ page, say }) => {
    await page.getByRole("button", { name: say("safekeeping.begin") }).click();
    await page.getByRole("dialog").getByLabel(say("safekeeping.folder")).waitFor();
  })),
];
