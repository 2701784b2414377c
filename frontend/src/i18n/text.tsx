import { createContext, Fragment, useContext, useMemo, type ReactNode } from "react";
import { fill, pieces, type Value } from "./fill";
import type en from "./en";
import { messagesIn, type Key, type Locale } from "./spoken";

type NameOf<S extends string> = S extends `${infer N}#${string}` ? N : S extends `${infer N}^${string}` ? N : S;
type Names<S extends string> = S extends `${string}{${infer P}}${infer Rest}` ? NameOf<P> | Names<Rest> : never;

/** The arguments that a message needs, read from its English text. */
export type Args<K extends Key> = { [N in Names<(typeof en)[K]>]: Value };
type Rest<A> = keyof A extends never ? [] : [args: A];

/** t("key", args): the sentence in the reader's language. */
export type T = <K extends Key>(key: K, ...args: Rest<Args<K>>) => string;

const LocaleContext = createContext<Locale>("en");

export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

export function useLocale(): Locale {
  return useContext(LocaleContext);
}

/** The same t without React, for what thinks beside a component. */
export function textIn(locale: Locale): T {
  return (key, ...args) => fill(messagesIn(locale)[key], args[0]);
}

/** t in the reader's language. */
export function useText(): T {
  const locale = useLocale();
  return useMemo(() => textIn(locale), [locale]);
}

/**
 * Text by a key that is only known at run time (the name of an edit, a cause);
 * the fallback stands when there is no such message.
 */
export function useLooseText(): (key: string, args: Readonly<Record<string, Value>> | undefined, fallback: string) => string {
  const locale = useLocale();
  return useMemo(() => {
    const known: Record<string, string | undefined> = messagesIn(locale);
    return (key, args, fallback) => fill(known[key] ?? fallback, args ?? {});
  }, [locale]);
}

/** A sentence with elements in its places: <Say k="today.hero" with={{amount: <Money …/>}} />. */
export function Say<K extends Key>({ k, with: parts }: { k: K; with: { [N in Names<(typeof en)[K]>]: ReactNode } }) {
  const locale = useLocale();
  const given = parts as Record<string, ReactNode>;
  return pieces(messagesIn(locale)[k]).map((p, i) => {
    if (typeof p === "string") return <Fragment key={i}>{p}</Fragment>;
    const part = given[p.name];
    if (typeof part === "string" || typeof part === "number") return <Fragment key={i}>{p.write(part)}</Fragment>;
    return (
      <Fragment key={i}>
        {part}
        {p.after("원")}
      </Fragment>
    );
  });
}
