// Small documents as people have them, made by the journeys themselves.
import { readFileSync } from "node:fs";

export interface Paper {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** One line of a page: where it begins, in points from the upper left corner, how high it is, and what it says. */
export type Printed = readonly [x: number, y: number, size: number, text: string];

const [width, height] = [595, 842]; // A4 in points

/** A PDF with these pages, set in Helvetica, which every reader has. */
export function pdf(name: string, ...pages: readonly (readonly Printed[])[]): Paper {
  const objects: string[] = [];
  const kids = pages.map((_, i) => `${4 + 2 * i} 0 R`).join(" ");
  objects[1] = "<< /Type /Catalog /Pages 2 0 R >>";
  objects[2] = `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`;
  objects[3] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
  pages.forEach((lines, i) => {
    const shown = lines.map(([x, y, size, text]) => `BT /F1 ${size} Tf ${x} ${height - y} Td (${escaped(text)}) Tj ET`).join("\n");
    objects[4 + 2 * i] = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`;
    objects[5 + 2 * i] = `<< /Length ${shown.length} >>\nstream\n${shown}\nendstream`;
  });
  return { name, mimeType: "application/pdf", buffer: Buffer.from(written(objects), "latin1") };
}

const escaped = (text: string) => text.replaceAll(/[\\()]/g, (c) => "\\" + c);

/** Objects one after another, and the table of where each begins. */
function written(objects: readonly string[]): string {
  let file = "%PDF-1.4\n";
  const begins: number[] = [];
  objects.forEach((body, n) => {
    begins[n] = file.length;
    file += `${n} 0 obj\n${body}\nendobj\n`;
  });
  const table = begins.slice(1).map((at) => `${String(at).padStart(10, "0")} 00000 n \n`);
  return `${file}xref\n0 ${begins.length}\n0000000000 65535 f \n${table.join("")}trailer\n<< /Size ${begins.length} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
}

/** A file of text. */
export function text(name: string, content: string): Paper {
  const csv = name.endsWith(".csv");
  return { name, mimeType: csv ? "text/csv" : "text/plain", buffer: Buffer.from(content) };
}

/** A page that opens with a password only: the same file that the backend's tests read. */
export const locked: Paper = {
  name: "Lease.pdf",
  mimeType: "application/pdf",
  buffer: readFileSync(new URL("../../backend/testdata/locked.pdf", import.meta.url)),
};
export const lockedPassword = "hunter2-elm";

/** Two pages of a pension's statement. */
export const statement = pdf(
  "Pension statement 2026.pdf",
  [
    [72, 90, 20, "Pension statement"],
    [72, 130, 11, "Hanbit Pension, as of March 31, 2026"],
    [72, 190, 11, "Position"],
    [300, 190, 11, "Amount"],
    [430, 190, 11, "Share"],
    [72, 210, 11, "Bond fund"],
    [300, 210, 11, "$98,949.50"],
    [430, 210, 11, "70.1%"],
    [72, 230, 11, "Deposits"],
    [300, 230, 11, "$42,300.50"],
    [430, 230, 11, "29.9%"],
    [72, 250, 11, "Total balance"],
    [300, 250, 11, "$141,250.00"],
    [430, 250, 11, "100%"],
  ],
  [
    [72, 90, 16, "Fees and withdrawals"],
    [72, 130, 11, "The yearly administration fee is 0.35% of the balance, taken every December."],
    [72, 150, 11, "Money withdrawn before the age of 59 is charged an early withdrawal penalty of 10%."],
  ],
);
