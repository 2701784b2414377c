// The licences of everything that is bundled travel with the bundle: most of
// them ask for it, the fonts' above all.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** The licence of one bundled package, as its author wrote it. */
export interface Licence {
  name: string;
  version: string;
  kind: string;
  text: string;
}

/** The folder of the package that a file belongs to, or null for our own files. */
function packageOf(file: string): string | null {
  const at = file.lastIndexOf("/node_modules/");
  if (at < 0) return null;
  let folder = dirname(file.split("?")[0] ?? file);
  while (folder.length > at) {
    // Some packages hold a nameless package.json beside their modules.
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && "name" in (JSON.parse(readFileSync(manifest, "utf8")) as object)) return folder;
    folder = dirname(folder);
  }
  return null;
}

function licenceIn(folder: string): Licence {
  const { name, version, license = "" } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string; version: string; license?: string };
  const file = readdirSync(folder).find((f) => /^(licen[cs]e|copying)(\.|$)/i.test(f));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : "";
  if (!text && !license) throw new Error(`${name} is bundled and says nothing of its licence`);
  return { name, version, kind: license, text };
}

/** The licences of the packages that these files belong to, by name, each once. */
export function licencesOf(files: Iterable<string>): Licence[] {
  const folders = new Set<string>();
  for (const file of files) {
    const folder = packageOf(file.replaceAll("\\", "/"));
    if (folder) folders.add(folder);
  }
  return [...folders].map(licenceIn).toSorted((a, b) => a.name.localeCompare(b.name));
}

/**
 * The licences of the PDF engine, which goes into the program beside the bundle: of the package that
 * it comes in, and of what that package is built of, which it leaves out.
 */
export function engineLicences(): Licence[] {
  const wrapper = licenceIn(join(import.meta.dirname, "node_modules/@hyzyla/pdfium"));
  const notices = readFileSync(join(import.meta.dirname, "pdfium.notices.txt"), "utf8").trim();
  return [wrapper, { name: "PDFium", version: `in ${wrapper.name} ${wrapper.version}`, kind: "BSD-3-Clause AND Apache-2.0", text: notices }];
}

/** The licences of the Go modules in the program, which `build/golden` collects. */
function moduleLicences(): string {
  return readFileSync(join(import.meta.dirname, "modules.licences.txt"), "utf8").trim();
}

function sheet(licences: readonly Licence[]): string {
  const rule = "-".repeat(72);
  return licences.map(({ name, version, kind, text }) => [rule, `${name} ${version} (${kind})`, rule, "", text, ""].join("\n")).join("\n");
}

/** Writes licences.txt beside the bundle. */
export function licences(): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle(_, bundle) {
      const files = Object.values(bundle).flatMap((out) => (out.type === "asset" ? out.originalFileNames.map((name) => join(import.meta.dirname, name)) : Object.keys(out.modules)));
      this.emitFile({ type: "asset", fileName: "licences.txt", source: `${sheet([...licencesOf(files), ...engineLicences()])}\n${moduleLicences()}\n` });
    },
  };
}
