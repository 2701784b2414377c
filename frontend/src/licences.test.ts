import { resolve } from "node:path";
import { expect, test } from "vitest";
import { licencesOf } from "../licences";

const installed = (path: string) => resolve(import.meta.dirname, "../node_modules", path);

test("fonts travel with the text of their licence", () => {
  const [inter, serif] = licencesOf([installed("@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2"), installed("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2")]);
  for (const licence of [inter, serif]) expect(licence).toMatchObject({ kind: "OFL-1.1", text: expect.stringContaining("SIL OPEN FONT LICENSE Version 1.1") as string });
});

test("a package is named once, our own files not at all", () => {
  const found = licencesOf([installed("react/index.js"), installed("react/jsx-runtime.js"), resolve(import.meta.dirname, "App.tsx")]);
  expect(found.map((l) => l.name)).toEqual(["react"]);
});
