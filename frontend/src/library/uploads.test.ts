import { describe, expect, test, vi } from "vitest";
import { Fault } from "../api/fault";
import type { DocumentAdded } from "../api/types";
import { meantFiles, titleOfText, Uploads, type Parcel } from "./uploads";

const parcel = (title: string): Parcel => ({ title, bytes: new Blob([title]) });
const added = (id: string) => ({ document: { id }, known: "new" }) as DocumentAdded;

interface Sending {
  title: string;
  told: (share: number) => void;
  arrive: () => void;
  refuse: (fault: Fault) => void;
  signal: AbortSignal;
}

/** A backend that takes its time, and the queue before it. */
function queue() {
  const sendings: Sending[] = [];
  const done = vi.fn<(added: DocumentAdded) => void>();
  const uploads = new Uploads(
    ({ title }, told, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
        sendings.push({ title, told, arrive: () => resolve(added(title)), refuse: reject, signal });
      }),
    done,
  );
  const states = () => uploads.snapshot().map((u) => `${u.title} ${u.state}`);
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { uploads, sendings, states, settle, done };
}

describe("files go in turn", () => {
  test("two at a time, in their order", async () => {
    const { uploads, sendings, states, settle, done } = queue();
    uploads.add(["a", "b", "c"].map(parcel));
    expect(states()).toEqual(["a sending", "b sending", "c waiting"]);
    sendings[1]?.arrive();
    await settle();
    expect(states()).toEqual(["a sending", "b sent", "c sending"]);
    expect(done).toHaveBeenCalledExactlyOnceWith(added("b"));
  });
  test("each says how much of it has arrived", () => {
    const { uploads, sendings } = queue();
    uploads.add(["a", "b"].map(parcel));
    sendings[0]?.told(0.4);
    expect(uploads.snapshot().map((u) => u.share)).toEqual([0.4, 0]);
  });
});

test("one that is refused keeps its reason and does not hold up the others", async () => {
  const { uploads, sendings, states, settle } = queue();
  uploads.add(["a", "b", "c"].map(parcel));
  sendings[0]?.refuse(new Fault(413, "document.large", "Too large"));
  await settle();
  expect(states()).toEqual(["a failed", "b sending", "c sending"]);
  expect(uploads.snapshot()[0]?.fault?.message).toBe("Too large");
  uploads.again(uploads.snapshot()[0]?.id ?? 0);
  expect(states()).toEqual(["b sending", "c sending", "a waiting"]);
});

test("one that is stopped goes, and the next takes its turn", async () => {
  const { uploads, sendings, states, settle, done } = queue();
  uploads.add(["a", "b", "c"].map(parcel));
  uploads.drop(1);
  await settle();
  expect(sendings[0]?.signal.aborted).toBe(true);
  expect(states()).toEqual(["b sending", "c sending"]);
  uploads.drop(3);
  uploads.drop(2);
  await settle();
  expect(states()).toEqual([]);
  expect(done).not.toHaveBeenCalled();
});

test("whoever listens hears of every step, and no more after leaving", () => {
  const { uploads, sendings } = queue();
  const heard = vi.fn<() => void>();
  const leave = uploads.subscribe(heard);
  uploads.add([parcel("a")]);
  const times = heard.mock.calls.length;
  sendings[0]?.told(0.5);
  expect(heard.mock.calls.length).toBe(times + 1);
  leave();
  sendings[0]?.told(0.6);
  expect(heard.mock.calls.length).toBe(times + 1);
});

test("a folder's own files are not taken for documents", () => {
  const files = [".DS_Store", "~$plan.docx", "Thumbs.db", "statement.pdf"].map((name) => new File(["x"], name));
  expect(meantFiles([...files, new File([], "empty.txt")]).map((f) => f.name)).toEqual(["statement.pdf"]);
});

test.each([
  ["\n\n  퇴직연금 운용현황  \n적립금", "퇴직연금 운용현황"],
  ["", "Pasted text"],
  ["x".repeat(80), "x".repeat(60) + "…"],
])("pasted text is called by its first line: %j", (text, title) => expect(titleOfText(text, "Pasted text")).toBe(title));
