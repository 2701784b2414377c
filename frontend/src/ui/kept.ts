// What a window keeps for as long as it is open, so that a reload or a crash loses nothing typed.

/** What is kept under a key; null for nothing, or for what cannot be read. */
export function kept(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Keeps a value, or with null nothing. A window has room for so much: what does not fit is in the page alone, and nothing older in its place. */
export function keep(key: string, value: string | object | null): void {
  if (value === null) return sessionStorage.removeItem(key);
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    sessionStorage.removeItem(key);
  }
}
