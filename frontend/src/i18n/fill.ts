// Messages are plain strings with places to fill:
//   {name}              the argument
//   {n#year|years}      English count: "1 year", "3 years" (the number is written too)
//   {name^은/는}         Korean: the argument and the particle that fits its last sound

export type Value = string | number;

const place = /\{(\w+)(?:#([^|}]*)\|([^}]*)|\^([^/}]*)\/([^}]*))?\}/g;

/** One piece of a message: literal text, or the name of an argument with how to write it. */
export type Piece = string | { name: string; write: (value: Value) => string; after: (value: string) => string };

const joiner = "\u2060"; // no line ends here

/** Holds a Korean particle to the quote before it, which browsers would begin a line with. */
export const held = (message: string) => message.replaceAll(/’(?=\p{Script=Hangul})/gu, "’" + joiner);

/** Cuts a message into literal text and places. */
export function pieces(raw: string): Piece[] {
  const message = held(raw);
  const out: Piece[] = [];
  let from = 0;
  for (const m of message.matchAll(place)) {
    if (m.index > from) out.push(message.slice(from, m.index));
    out.push(piece(m));
    from = m.index + m[0].length;
  }
  if (from < message.length) out.push(message.slice(from));
  return out;
}

function piece(m: RegExpMatchArray): Piece {
  const [, name = "", one, many, closed, open] = m;
  if (one !== undefined) {
    return { name, write: (v) => `${v} ${Number(v) === 1 ? one : many}`, after: () => "" };
  }
  if (closed !== undefined) {
    const after = (v: string) => (v.endsWith("’") ? joiner : "") + particle(v, closed, open ?? "");
    return { name, write: (v) => String(v) + after(String(v)), after };
  }
  return { name, write: String, after: () => "" };
}

/** Fills a message; a missing argument stays visible as its name. */
export function fill(message: string, args: Readonly<Record<string, Value>> = {}): string {
  return pieces(message)
    .map((p) => (typeof p === "string" ? p : p.write(args[p.name] ?? `{${p.name}}`)))
    .join("");
}

/** Words that begin a sentence, as they stand within one. Other scripts than Latin know no capitals. */
export function midSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

// Whether the Korean reading of a digit ends in a consonant: 영 일 이 삼 사 오 육 칠 팔 구.
const digitCloses = [true, true, false, true, false, false, true, true, true, false];
const endsInRieul = /[1780lr]$|[lr]$/i;

/**
 * The particle that fits the last sound of a word: closed after a consonant
 * ("은"), open after a vowel ("는"). "으로/로" counts a final ㄹ as open.
 */
export function particle(word: string, closed: string, open: string): string {
  const last = word.replaceAll(/[^\p{L}\p{N}]+$/gu, "").at(-1) ?? "";
  const code = last.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    if (closed === "으로" && final === 8) return open;
    return final === 0 ? open : closed;
  }
  if (/\d/.test(last)) {
    if (closed === "으로" && endsInRieul.test(last)) return open;
    return digitCloses[Number(last)] ? closed : open;
  }
  return /[bcdgklmnpqrt]$/i.test(last) && !(closed === "으로" && /[lr]$/i.test(last)) ? closed : open;
}
