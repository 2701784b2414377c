// How what is typed finds a command: anywhere in its words, at their beginnings
// first; in Korean also by initial consonants (ㄱㅈ finds 계좌) and by a syllable
// that is still being written (서 finds 설정).

const initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const first = 0xac00;
const last = 0xd7a3;
const finals = 28;
const vowels = 21;

/** Whether a typed character fits one of a command's words. */
function fits(typed: string, there: string): boolean {
  if (typed === there) return true;
  const syllable = there.charCodeAt(0);
  if (syllable < first || syllable > last) return false;
  const initial = Math.floor((syllable - first) / (finals * vowels));
  if (initials.indexOf(typed) === initial) return true;
  const begun = typed.charCodeAt(0);
  if (begun < first || begun > last) return false;
  const open = (begun - first) % finals === 0; // no final consonant yet
  return open && Math.floor((begun - first) / finals) === Math.floor((syllable - first) / finals);
}

const fold = (text: string) => [...text.normalize("NFC").toLowerCase()];

/** Where what is wanted stands in a text, whose spaces count for nothing; or -1. */
function find(wanted: readonly string[], text: readonly string[]): number {
  const places = text.flatMap((c, i) => (c === " " ? [] : [i]));
  for (let from = 0; from + wanted.length <= places.length; from++) {
    if (wanted.every((c, i) => fits(c, text[places[from + i] ?? 0] ?? ""))) return places[from] ?? 0;
  }
  return -1;
}

/** How well a query fits the best of some texts: 0 not at all, more is better. */
export function score(query: string, texts: readonly string[]): number {
  const wanted = fold(query).filter((c) => c !== " ");
  if (wanted.length === 0) return 1;
  return Math.max(
    0,
    ...texts.map((text) => {
      const folded = fold(text);
      const at = find(wanted, folded);
      if (at < 0) return 0;
      if (at === 0) return folded.filter((c) => c !== " ").length === wanted.length ? 4 : 3;
      return folded[at - 1] === " " ? 2 : 1;
    }),
  );
}
