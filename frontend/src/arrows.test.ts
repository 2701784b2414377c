// The rules of who may know whom, held by reading the sources.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = dirname(fileURLToPath(import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.replaceAll("\\", "/"));
const text = (name: string) => readFileSync(join(root, name), "utf8");
const room = (name: string) => name.split("/")[0] ?? "";

/** The rooms under src/ that a file imports from. */
function known(name: string): string[] {
  const found = [...text(name).matchAll(/from "(\.[^"]+)"|import\("(\.[^"]+)"\)/g)].map((m) => m[1] ?? m[2] ?? "");
  return found.map((path) => room(relative(root, join(root, dirname(name), path)).replaceAll("\\", "/")));
}

/** Files of some rooms that know another room which they must not. */
function trespassing(rooms: string[], forbidden: string[]): string[] {
  return files.filter((name) => rooms.includes(room(name)) && known(name).some((r) => r !== room(name) && forbidden.includes(r)));
}

const features = ["plan", "forecast", "library", "answer", "share", "track", "report", "palette"];

describe("arrows", () => {
  test.each(features)("%s knows no other feature", (feature) => {
    expect(trespassing([feature], features)).toEqual([]);
  });
  test("chart, ui and format know no domain", () => {
    expect(trespassing(["chart", "ui", "format", "i18n"], [...features, "shell", "api", "desktop"])).toEqual([]);
  });
  test("format knows nothing but itself", () => {
    expect(trespassing(["format"], ["chart", "ui", "i18n"])).toEqual([]);
  });
  test("api knows no screen", () => {
    expect(trespassing(["api"], [...features, "shell", "ui", "chart", "desktop", "i18n"])).toEqual([]);
  });
  test("the shell knows no feature; they meet in App", () => {
    expect(trespassing(["shell"], features)).toEqual([]);
  });
});

const sources = files.filter((name) => !/\.test\.tsx?$/.test(name));
const saying = (pattern: RegExp, allowed: (name: string) => boolean) => sources.filter((name) => !allowed(name) && pattern.test(text(name)));

describe("one place each", () => {
  test("no two files of a name that some systems take for one", () => {
    const folded = files.map((name) => name.replace(/\.tsx?$/, "").toLowerCase());
    expect(folded.filter((name, i) => folded.indexOf(name) !== i)).toEqual([]);
  });
  test("only format/ formats numbers", () => {
    expect(saying(/Intl\.(Number|DateTime)Format|toLocale\w*String/, (name) => room(name) === "format")).toEqual([]);
  });
  test("only Money shows amounts", () => {
    const allowed = (name: string) => room(name) === "format" || name === "ui/Money.tsx" || name === "ui/Inputs.tsx";
    expect(saying(/\bformatMoney\b/, allowed)).toEqual([]);
  });
  test("only api/ reaches the backend", () => {
    expect(saying(/\bfetch\(|XMLHttpRequest|EventSource|WebSocket/, (name) => room(name) === "api")).toEqual([]);
  });
  test("only ui/part fetches a part of the program", () => {
    expect(saying(/\blazy\(/, (name) => name === "ui/part.ts")).toEqual([]);
  });
  test("nobody injects markup or style past the content policy", () => {
    expect(saying(/dangerouslySetInnerHTML|innerHTML|createElement\("style"\)/, () => false)).toEqual([]);
  });
  test("the words are in i18n/", () => {
    const korean = /[가-힣]/;
    const allowed = (name: string) => ["i18n", "format"].includes(room(name)) || ["plan/sample.ts", "plan/datasets/choose.ts", "ui/Money.tsx", "ui/Inputs.tsx", "ui/Button.tsx", "ui/Dialog.tsx", "ui/Toast.tsx", "shell/Settings.tsx", "forecast/welcome/Frame.tsx"].includes(name);
    const withoutComments = (name: string) => text(name).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    expect(sources.filter((name) => !allowed(name) && korean.test(withoutComments(name)))).toEqual([]);
  });
});
