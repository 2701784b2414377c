import { resolve } from "node:path";
import { expect, test } from "vitest";
import { engineLicences, licencesOf } from "../licences";

const installed = (path: string) => resolve(import.meta.dirname, "../node_modules", path);

test("fonts travel with the text of their licence", () => {
  const [inter, serif] = licencesOf([installed("@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2"), installed("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2")]);
  for (const licence of [inter, serif]) expect(licence).toMatchObject({ kind: "OFL-1.1", text: expect.stringContaining("SIL OPEN FONT LICENSE Version 1.1") as string });
});

test("a package is named once, our own files not at all", () => {
  const found = licencesOf([installed("react/index.js"), installed("react/jsx-runtime.js"), resolve(import.meta.dirname, "App.tsx")]);
  expect(found.map((l) => l.name)).toEqual(["react"]);
});

test("the PDF engine travels with its own licences and with those of what it is built of", () => {
  const [wrapper, engine] = engineLicences();
  expect(wrapper).toMatchObject({ name: "@hyzyla/pdfium", text: expect.stringContaining("Permission is hereby granted") as string });
  for (const part of ["The PDFium Authors", "Apache License", "FreeType", "OpenJPEG", "Little CMS", "libjpeg-turbo", "zlib"]) expect(engine?.text).toContain(part);
});
