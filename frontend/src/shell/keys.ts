/** What a key event is called: "v", "?", "mod+z", "mod+shift+z". Shift counts only with letters under mod. */
export function keyName(event: { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean; code?: string }): string {
  if (event.altKey) return "";
  const key = letter(event);
  if (event.ctrlKey || event.metaKey) return "mod+" + (event.shiftKey ? "shift+" : "") + key;
  return key;
}

// With a Korean keyboard the letter keys give 한글; the key's place says which one it is.
function letter(event: { key: string; code?: string }): string {
  const place = /^Key([A-Z])$/.exec(event.code ?? "");
  if (place?.[1]) return place[1].toLowerCase();
  return event.key.toLowerCase();
}

const within = 1200;

/** Finds what was pressed, also in two strokes ("g t"). */
export class Strokes {
  #first = "";
  #at = -Infinity;

  press(name: string, now: number, known: (keys: string) => boolean): string | null {
    const pair = now - this.#at < within ? `${this.#first} ${name}` : "";
    if (pair && known(pair)) {
      this.#first = "";
      return pair;
    }
    this.#first = name;
    this.#at = now;
    return known(name) ? name : null;
  }
}
