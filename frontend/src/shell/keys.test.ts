import { expect, test } from "vitest";
import { keyName, Strokes } from "./keys";
import { localeOf } from "./preferences";

const press = (key: string, more: Partial<Parameters<typeof keyName>[0]> = {}) => keyName({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

test("keys have one name on every system", () => {
  expect(press("z", { metaKey: true })).toBe("mod+z");
  expect(press("Z", { ctrlKey: true, shiftKey: true })).toBe("mod+shift+z");
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("v", { altKey: true })).toBe("");
});

test("a Korean keyboard reaches the same keys", () => expect(press("ㅎ", { code: "KeyG" })).toBe("g"));

test("two strokes make one act, when they come soon after each other", () => {
  const known = (keys: string) => ["g t", "t", "v"].includes(keys);
  const strokes = new Strokes();
  expect(strokes.press("g", 0, known)).toBeNull();
  expect(strokes.press("t", 300, known)).toBe("g t");
  expect(strokes.press("g", 1000, known)).toBeNull();
  expect(strokes.press("t", 9000, known)).toBe("t");
  expect(strokes.press("v", 9100, known)).toBe("v");
});

test("the language is what was chosen, else the system's, else English", () => {
  expect(localeOf("ko", ["en-US"])).toBe("ko");
  expect(localeOf("", ["ko-KR", "en"])).toBe("ko");
  expect(localeOf("", ["fr-FR"])).toBe("en");
});
