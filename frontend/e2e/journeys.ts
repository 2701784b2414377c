// The ways through Meridian that every window must know, from the first question to a printed page.
// They follow one another: each goes on with the plan that the one before left.
import type { Hand } from "./hand";
import { statement, text } from "./papers";

const bank = text("october.csv", "Date,Description,Amount\n10/03/2026,GROCERY STORE,-84.20\n10/05/2026,CORNER KIOSK,-12.00\n10/13/2026,PAYROLL,4200.00\n");

/** A message as far as the name in it. */
const before = (said: string) => said.split("\0")[0] ?? "";

/** Goes to a place by the palette, from wherever the focus is. */
async function goTo(hand: Hand, place: "nav.track" | "nav.docs" | "nav.compare" | "nav.report"): Promise<void> {
  await hand.key("Control+k");
  await hand.type(hand.say("palette.title"), hand.say(place));
  await hand.key("Enter");
}

/** Five questions lead to a first picture, and to a plan of one's own. */
export async function firstRun(hand: Hand): Promise<void> {
  const { say } = hand;
  await hand.press("button", before(say("bar.household.choose", { name: "\0" })));
  await hand.press("menuitem", say("bar.new"));
  await hand.press("button", say("welcome.door.questions"));
  await hand.type(say("welcome.name"), "Kim");
  for (const title of ["welcome.earn.h1", "welcome.have.h1", "welcome.cost.h1", "welcome.free.h1"] as const) {
    await hand.press("button", say("welcome.next"));
    await hand.see(say(title));
  }
  await hand.press("button", say("welcome.finish"));
  await hand.see(say("welcome.done.h1"));
  await hand.press("button", say("welcome.done.open"));
  await hand.answered();
}

/** A statement of the bank is looked at before it is kept. */
export async function importStatement(hand: Hand): Promise<void> {
  const { say } = hand;
  await goTo(hand, "nav.track");
  await hand.press("button", say("track.import"));
  await hand.give(say("track.import.choose"), bank);
  await hand.see(say("track.import.step.review"));
  await hand.press("button", say("track.import.keep", { n: 2 }));
  await hand.see(bank.name);
}

/** What a document says of an account enters the plan. */
export async function takeFromDocument(hand: Hand): Promise<void> {
  const { say } = hand;
  await goTo(hand, "nav.docs");
  await hand.give(say("docs.add"), statement);
  await hand.press("link", statement.name);
  await hand.press("tab", say("reader.proposals"));
  await hand.press("button", say("reader.proposals.accept"));
  await hand.see(say("use.title"));
  await hand.press("radio", say("welcome.made.pension"));
  await hand.press("button", say("use.do"));
  await hand.see(say("use.done", { name: "", n: 1 }).trim());
  await hand.answered();
}

/** Another plan is set beside this one, in the same futures. */
export async function compare(hand: Hand): Promise<void> {
  const { say } = hand;
  await goTo(hand, "nav.compare");
  await hand.press("button", say("compare.new.retireLater"));
  await hand.see(say("compare.fates.onlyB"));
}

/** An advice is asked for, tried and applied. */
export async function takeAdvice(hand: Hand, question = "What if we retire two years later?"): Promise<void> {
  const { say } = hand;
  await hand.key("Control+j");
  await hand.type(say("advisor.field"), question);
  await hand.key("Enter");
  await hand.press("button", before(say("advisor.apply.what", { name: "\0" })));
  await hand.see(say("advisor.state.applied"));
  await hand.key("Control+j");
  await hand.answered();
}

/** Somebody is invited to look, and the owner looks through their eyes. */
export async function invite(hand: Hand): Promise<void> {
  const { say } = hand;
  await hand.press("link", say("nav.people"));
  await hand.press("button", say("people.invite"));
  await hand.type(say("people.name"), "Lee");
  await hand.press("button", say("people.invite.make"));
  await hand.see(say("people.made.title", { name: "Lee" }));
  await hand.press("button", say("people.done"));
  await hand.press("button", say("people.view.name", { name: "Lee" }));
  await hand.see(say("guest.looking", { name: "Lee" }));
  await hand.press("button", say("guest.stop"));
  await hand.see(say("people.invite")); // the page has come anew
  await hand.answered();
}

/** A report of one page is laid out and handed to the system to print. */
export async function report(hand: Hand): Promise<void> {
  const { say } = hand;
  await goTo(hand, "nav.report");
  await hand.press("button", say("report.preset.page"));
  await hand.see(say("report.advice"));
  await hand.press("button", say("report.print"));
}
