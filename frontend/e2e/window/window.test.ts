// The real window: opened, used by mouse and menu, closed and opened again.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as journeys from "../journeys";
import { dataDirectory, meridian, meridiand } from "../program";
import { hero } from "../screens";
import { en } from "../words";
import { desk, stage, type Stage, until, type Window } from "./driver";
import { windowHand } from "./hand";

const title = "^Meridian";
const data = dataDirectory();
const files = dataDirectory();
const korean = join(files.path, "kim.json");
let set: Stage;
let window: Window;

const headline = () => window.run<string>("return document.querySelector('h1')?.innerText ?? ''");
const fanDrawn = () => window.run<boolean>(`return /^M/.test(document.querySelector('path[data-fan="median"]')?.getAttribute("d") ?? "")`);
const answered = () => until("the full answer", async () => /10,000/.test(await window.run<string>("return document.querySelector('header')?.innerText ?? ''")));
const focus = () => desk.focus(desk.find(title));
const hand = windowHand(() => window, focus);

/** Closes the window as a person does and waits until the program has gone. */
async function quit(): Promise<void> {
  focus();
  desk.key("ctrl+q");
  await until("the window closes", () => desk.find(title) === "");
  await window.letGo();
}

/** Types a path into the system's file dialog, which looks through folders meanwhile, and accepts it. */
async function choose(dialog: string, path: string): Promise<void> {
  desk.focus(desk.find(dialog));
  desk.key("ctrl+l"); // the field for a typed path
  await pause(500);
  desk.key("ctrl+a");
  desk.type(path);
  await pause(700);
  desk.key("Return");
  await until("the dialog closes", () => desk.find(dialog) === "");
}

beforeAll(async () => {
  execFileSync("sh", ["-c", `'${meridiand()}' plan demo kr > '${korean}'`]);
  set = await stage();
  window = await set.open(data.path);
});

afterAll(async () => {
  if (desk.find(title) !== "") await quit();
  await set.close();
  data.remove();
  files.remove();
});

test("the window opens with the demo household and its fan", async () => {
  await until("the page lives on loopback", async () => /^http:\/\/127\.0\.0\.1:\d+\/h\//.test(await window.url()));
  await until("the fan is drawn", fanDrawn);
  await answered();
  expect(await headline()).toMatch(hero());
  const session = await window.run<{ window: boolean; native: boolean }>("return fetch('/api/v1/session').then((r) => r.json())");
  expect(session).toMatchObject({ window: true, native: true });
});

test("nothing is bound to the page", async () => {
  expect(await window.run("return [typeof window.go, typeof window.runtime, typeof window.wails]")).toEqual(["undefined", "undefined", "undefined"]);
});

test("a slider moves the headline, and undo in the menu takes it back", async () => {
  const before = await headline();
  await window.run("document.querySelector('[role=slider][aria-label=\"' + arguments[0] + '\"]').focus()", en("lever.work.label"));
  focus();
  desk.key("Right", "Right");
  await until("the headline moves", async () => (await headline()) !== before);
  await answered();
  desk.key("ctrl+z");
  await until("the headline is back", async () => (await headline()) === before);
});

test("undo in a field takes back what was typed there", async () => {
  await window.run("const i = document.createElement('input'); i.id = 'probe'; document.body.append(i); i.focus()");
  const typed = () => window.run<string>("return document.getElementById('probe').value");
  focus();
  desk.type("abc");
  await until("the letters arrive", async () => (await typed()) === "abc");
  desk.key("ctrl+a");
  desk.key("ctrl+x");
  await until("cut", async () => (await typed()) === "");
  desk.key("ctrl+v");
  desk.key("ctrl+v");
  await until("pasted twice", async () => (await typed()) === "abcabc");
  desk.key("ctrl+z");
  await until("the field undoes", async () => (await typed()) !== "abcabc");
  await window.run("document.getElementById('probe').remove()");
});

test("the menu makes the page larger and gives it back its size", async () => {
  const width = () => window.run<number>("return innerWidth");
  const natural = await width();
  focus();
  desk.key("ctrl+equal");
  await until("the page is larger", async () => (await width()) < natural);
  desk.key("ctrl+0");
  await until("the page has its size", async () => (await width()) === natural);
});

test("a plan is saved where the system's dialog says, and opened from it", async () => {
  const saved = join(files.path, "rivera.json");
  focus();
  desk.key("ctrl+shift+s");
  await until("the save dialog is open", () => desk.find("Save the plan as") !== "");
  await choose("Save the plan as", saved);
  await until("the file is written", () => existsSync(saved));
  expect(JSON.parse(readFileSync(saved, "utf8"))).toMatchObject({ name: expect.stringContaining("Rivera") });

  focus();
  desk.key("ctrl+o");
  await until("the open dialog is open", () => desk.find("Open a plan") !== "");
  await choose("Open a plan", korean);
  await until("the plan is shown", async () => (await window.text()).includes("김민준"));
  await answered();
});

test("a link outside opens in the system's browser, and the window stays", async () => {
  const home = await window.url();
  await window.run("document.body.insertAdjacentHTML('beforeend', '<a id=out style=\"position:fixed;inset:0;z-index:99\" target=_blank href=\"https://example.com/a_(b)\">out</a>')");
  await window.click("#out");
  await until("the browser is asked", () => set.opened().includes("https://example.com/a_%28b%29"));
  await window.run("document.getElementById('out').remove(); location.href = 'https://example.com/by-script'");
  await pause(500);
  expect(await window.url()).toBe(home);
  expect(set.opened()).toEqual(["https://example.com/a_%28b%29"]); // nothing by the script alone
});

test("a second start hands its plan to the open window and ends", async () => {
  const demo = join(files.path, "rivera.json");
  const second = spawnSync(meridian(), ["--data", data.path, demo], { timeout: 20_000 });
  expect(second.status, second.stderr.toString()).toBe(0);
  await until("the given plan is shown", async () => (await window.text()).includes("Rivera"));
  const other = spawnSync(meridiand(), ["serve", "--data", data.path], { timeout: 20_000 });
  expect(other.status).toBe(1); // a program that is no window is refused the data
  expect(other.stderr.toString()).toContain("is using this data");
});

test("closed and opened again, it stands where it stood and shows what it showed", async () => {
  await answered();
  await until("the headline stands", async () => hero().test(await headline())); // the page may still be on its way to the given plan
  const shown = { headline: await headline(), origin: new URL(await window.url()).origin, path: new URL(await window.url()).pathname };
  await window.run("localStorage.setItem('probe', 'kept')");
  desk.resize(desk.find(title), 1111, 777);
  desk.move(desk.find(title), 123, 98);
  await until("the window has moved", () => desk.place(desk.find(title)).width === 1111);
  const stood = desk.place(desk.find(title));
  await quit();

  window = await set.open(data.path);
  await until("the fan is drawn again", fanDrawn);
  await expect.poll(headline, { timeout: 15_000 }).toBe(shown.headline);
  expect(new URL(await window.url()).origin).toBe(shown.origin); // the same port, so what the page stored is still its own
  expect(new URL(await window.url()).pathname).toBe(shown.path);
  expect(await window.run("return localStorage.getItem('probe')")).toBe("kept");
  await until("the window stands where it stood", () => JSON.stringify(desk.place(desk.find(title))) === JSON.stringify(stood), 5);
});

// Each goes on with what the one before left, in a window of the usual size.
test.each([
  ["five questions lead to a plan", journeys.firstRun],
  ["a statement is imported", journeys.importStatement],
  ["a value of a document is taken", journeys.takeFromDocument],
  ["a scenario is compared", journeys.compare],
  ["an advice is applied", journeys.takeAdvice],
  ["somebody is invited, and looked through", journeys.invite],
])("%s", async (_, journey) => {
  if (journey === journeys.firstRun) desk.resize(desk.find(title), 1440, 900);
  await journey(hand);
}, 240_000);

test("a report is handed to the system to print", async () => {
  const printed = journeys.report(hand); // its last click ends when the dialog does
  await until("the system asks how", () => desk.find("^Print$") !== "", 120);
  desk.focus(desk.find("^Print$"));
  desk.key("Escape");
  await printed;
  await until("it asks no more", () => desk.find("^Print$") === "");
}, 240_000);
