/**
 * Waits, after a part of the program has come, for every style sheet that is on its way. One that another part has
 * asked for already is not waited for otherwise, and the screen would stand there bare for a moment.
 */
export function styled<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    const part = await load();
    await Promise.all([...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map(arrived));
    return part;
  };
}

/** Settles when a sheet is there, or will not come. */
function arrived(link: HTMLLinkElement): Promise<void> | void {
  if (link.sheet) return;
  return new Promise((done) => {
    for (const event of ["load", "error"]) link.addEventListener(event, () => done(), { once: true });
    setTimeout(done, 3000); // one that failed before says nothing more
  });
}
