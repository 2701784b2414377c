import { expect, test } from "vitest";
import type { Problem } from "../api/types";
import { sorted } from "./refusal";

const problem = (pointer: string, en: string, ko = ""): Problem => ({ pointer, code: "value.form", severity: "error", text: { en, ko } });
const fields = { name: ["/name"], present: ["lock.wrong", "lock.wait"], host: ["/share/host"] };

test("what is wrong stands beside the field it is about, and the rest is told once", () => {
  const fault = { code: "guest.invalid", problems: [problem("/name", "A name has 1 to 80 characters."), problem("/days", "Access lasts between an hour and two years."), problem("/share/host/0", "must be a plain name")] };
  expect(sorted(fields, fault, "Nobody can be invited like this.", "Correct what is listed.", "en")).toEqual({
    at: { name: "A name has 1 to 80 characters.", host: "Must be a plain name." },
    rest: "Nobody can be invited like this. Access lasts between an hour and two years.",
  });
});

test("two things wrong with one field are both said there", () => {
  const fault = { code: "x", problems: [problem("/name", "", "이름이 깁니다"), problem("/name", "", "이름이 이상합니다.")] };
  expect(sorted(fields, fault, "안 됩니다.", "", "ko")).toEqual({ at: { name: "이름이 깁니다. 이름이 이상합니다." }, rest: "" });
});

test("a fault that can only be about one field stands beside it", () => {
  expect(sorted(fields, { code: "lock.wrong", problems: [] }, "This does not open the lock.", "Try again.", "en")).toEqual({ at: { present: "This does not open the lock. Try again." }, rest: "" });
});

test("a fault about none of them is told in full, and a field's name is no beginning of another's", () => {
  expect(sorted(fields, { code: "disk", problems: [] }, "The disk is full.", "Make room.", "en")).toEqual({ at: {}, rest: "The disk is full. Make room." });
  expect(sorted(fields, { code: "x", problems: [problem("/names", "No.")] }, "It cannot be.", "", "en")).toEqual({ at: {}, rest: "It cannot be. No." });
});
