import { lazy, type ComponentType, type LazyExoticComponent } from "react";

/**
 * A part of the program that is fetched when it is first shown, or before: one that is there by then is shown at once,
 * without a second attempt. It is shown once every style sheet that is on its way is
 * there: one that another part has asked for already is not waited for otherwise, and the part would stand there bare
 * for a moment.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- as React's own: whatever its properties are
export function part<T extends ComponentType<any>>(load: () => Promise<{ default: T }>): LazyExoticComponent<T> & { load: () => Promise<unknown> } {
  let there: { default: T } | undefined;
  const whole = async () => {
    const fetched = await load();
    await Promise.all([...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map(arrived));
    return (there = fetched);
  };
  return Object.assign(lazy(() => (there ? settled(there) : whole())), { load: whole });
}

/** What is there already, as a promise that says so before `then` returns: React takes that for no waiting at all. */
function settled<V extends object>(value: V): Promise<V> {
  const at: Pick<PromiseLike<V>, "then"> = { then: (done) => Promise.resolve(done ? done(value) : (value as never)) };
  return at as Promise<V>;
}

/** Settles when a sheet is there, or will not come. */
function arrived(link: HTMLLinkElement): Promise<void> | void {
  if (link.sheet) return;
  return new Promise((done) => {
    for (const event of ["load", "error"]) link.addEventListener(event, () => done(), { once: true });
    setTimeout(done, 3000); // one that failed before says nothing more
  });
}
