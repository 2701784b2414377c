import { expect, test } from "vitest";
import { Fault } from "../api/fault";
import type { Settings } from "../api/types";
import { Choices } from "./choices";

function open() {
  let kept = { theme: "light", privacy: "show" } as Settings;
  const backend = {
    get: () => Promise.resolve(kept),
    patch: (patch: Partial<Settings>) => {
      if (patch.theme === "system") return Promise.reject(new Fault(503, "store.full", "Full"));
      kept = { ...kept, ...patch };
      return Promise.resolve(kept);
    },
  };
  return { backend, choices: new Choices(backend), failures: [] as unknown[] };
}

test("choices are kept in the order in which they were made", async () => {
  const { backend, choices, failures } = open();
  for (const theme of ["dark", "system", "light"] as const) choices.send({ theme }, (thrown) => failures.push(thrown));
  choices.send({ privacy: "blur" }, (thrown) => failures.push(thrown));
  expect(await choices.follow()).toMatchObject({ theme: "light", privacy: "blur" });
  expect(failures).toMatchObject([{ code: "store.full" }]);
  expect(await backend.get()).toMatchObject({ theme: "light" });
});

test("what another window chose does not outrun a choice made here", async () => {
  const { choices } = open();
  const followed = choices.follow();
  choices.send({ theme: "dark" }, () => undefined);
  expect(await followed).toBeNull();
  expect(await choices.follow()).toMatchObject({ theme: "dark" });
});

test("one that asks hears why it was refused, and the next one is kept all the same", async () => {
  const { choices } = open();
  const refused = choices.ask({ theme: "system" });
  const kept = choices.ask({ theme: "dark" });
  await expect(refused).rejects.toMatchObject({ code: "store.full" });
  expect(await kept).toMatchObject({ theme: "dark" });
});
