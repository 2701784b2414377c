// A question to documents, and the quotes that bear on it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { useId, useMemo, useRef, useState, type FormEvent } from "react";
import { Link } from "react-router";
import { askLibrary } from "../api/library";
import type { Found, Quote } from "../api/types";
import { CodePoints } from "../format/codePoints";
import { formatCount } from "../format/number";
import { useLocale, useText, type T } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { Button, IconButton } from "../ui/Button";
import { Badge } from "../ui/Card";
import { classes } from "../ui/classes";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { useTyped } from "../ui/useTyped";
import styles from "./Ask.module.css";
import { useReaderPath } from "./address";
import { bearing } from "./bearing";
import { Marked, useFigures } from "./Marked";
import { shelfKey } from "./useShelf";

export interface AskProps {
  tenant: string;
  /** The one document that is asked; without it all of them are. */
  document?: string;
}

const longest = 2000; // characters, as the backend counts

/** What was asked last stays, so that coming back from a quote finds the others still there. */
function useAsked({ tenant, document }: AskProps) {
  const t = useText();
  const queries = useQueryClient();
  const { announce } = useToast();
  const key = ["asked", tenant, document ?? ""];
  const found = useQuery<Found | null>({ queryKey: key, queryFn: () => null, staleTime: Infinity, enabled: false, initialData: null });
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const newest = useRef(0);
  const ask = async (question: string) => {
    const turn = ++newest.current;
    setAsking(true);
    setFailed(null);
    try {
      const answer = await askLibrary(tenant, question, document ? [document] : []);
      if (turn !== newest.current) return;
      queries.setQueryData(key, answer);
      announce(["found", "guess"].includes(bearing(answer)) ? t("docs.ask.found", { n: answer.quotes.length }) : t(document ? "docs.ask.none.this" : "docs.ask.none"));
      void queries.invalidateQueries({ queryKey: shelfKey(tenant) }); // what was cited was used
    } catch (thrown) {
      if (turn === newest.current) setFailed(thrown);
    } finally {
      if (turn === newest.current) setAsking(false);
    }
  };
  return {
    ask,
    asking,
    failed,
    found: found.data,
    clear: () => {
      newest.current++;
      setAsking(false);
      setFailed(null);
      queries.setQueryData(key, null);
    },
  };
}

export function Ask({ tenant, document }: AskProps) {
  const t = useText();
  const locale = useLocale();
  const id = useId();
  const { ask, asking, failed, found, clear } = useAsked({ tenant, ...(document ? { document } : {}) });
  const [question, setQuestion] = useTyped(`docs.${document ?? tenant}`, found?.question ?? "");
  const field = useRef<HTMLInputElement>(null);
  const note = useId();
  const long = [...question.trim()].length > longest;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (question.trim() && !long) void ask(question.trim());
    else field.current?.focus();
  };
  const wipe = () => {
    clear();
    setQuestion("");
    field.current?.focus();
  };
  return (
    <section className={classes(styles.ask, document !== undefined && styles.narrow)} aria-labelledby={id} aria-busy={asking}>
      <h2 id={id} className={document ? "visuallyHidden" : styles.title}>
        {t(document ? "docs.ask.this" : "docs.ask")}
      </h2>
      <form role="search" className={styles.form} onSubmit={submit} aria-labelledby={id}>
        <Search size={18} className={styles.glyph} aria-hidden />
        <input
          ref={field}
          className={styles.field}
          type="text"
          enterKeyHint="search"
          autoComplete="off"
          aria-invalid={long || undefined}
          aria-describedby={long ? note : undefined}
          aria-label={t(document ? "docs.ask.this" : "docs.ask")}
          placeholder={t(document ? "docs.ask.placeholder.this" : "docs.ask.placeholder")}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
        {(found || failed !== null) && (
          <IconButton size="small" label={t("docs.ask.clear")} onClick={wipe}>
            <X size={16} aria-hidden />
          </IconButton>
        )}
        <Button type="submit" size="small" look={document ? "secondary" : "primary"} busy={asking}>
          {t(asking ? "docs.ask.asking" : "docs.ask.do")}
        </Button>
      </form>
      {long && (
        <Note id={note} tone="error" alert>
          {t("advisor.long", { most: formatCount(longest, locale) })}
        </Note>
      )}
      {failed !== null && <Failed thrown={failed} />}
      {found && failed === null && <Answer found={found} alone={document !== undefined} />}
    </section>
  );
}

function Failed({ thrown }: { thrown: unknown }) {
  const t = useText();
  const { title, fix } = useFaultWords()(thrown);
  return (
    <div className={styles.answer} role="alert">
      <Note tone="error">
        {t("docs.ask.failed")}. {title} {fix}
      </Note>
    </div>
  );
}

function Answer({ found, alone }: { found: Found; alone: boolean }) {
  const t = useText();
  const how = bearing(found);
  return (
    <div className={styles.answer}>
      {how === "found" || how === "guess" ? (
        <>
          <h3 className={styles.for}>{t("docs.ask.answer", { question: found.question })}</h3>
          <p className={styles.plain}>
            {t("docs.ask.quotesOnly")} {how === "guess" && t("docs.ask.guess")}
          </p>
        </>
      ) : (
        <NotFound found={found} alone={alone} />
      )}
      <ol className={styles.quotes}>
        {found.quotes.map((quote) => (
          <li key={`${quote.citation.document} ${quote.citation.page} ${quote.citation.span.start}`}>
            <QuoteCard quote={quote} alone={alone} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function NotFound({ found, alone }: { found: Found; alone: boolean }) {
  const t = useText();
  const words = found.route.words.length > 0 && t("docs.ask.none.words", { words: found.route.words.join(", ") });
  return (
    <>
      <h3 className={styles.for}>{t(alone ? "docs.ask.none.this" : "docs.ask.none")}</h3>
      <p className={styles.plain}>
        {t(bearing(found) === "near" ? "docs.ask.near" : "docs.ask.none.text")} {words}
      </p>
    </>
  );
}

/** "page 3", or with the name of its sheet or chapter. */
function pageWords(t: T, n: number, label: string): string {
  return label && label !== String(n) ? t("docs.page.label", { n, label }) : t("docs.page", { n });
}

function QuoteCard({ quote, alone }: { quote: Quote; alone: boolean }) {
  const t = useText();
  const readerPath = useReaderPath();
  const { citation, title, label, heading, scanned, marks } = quote;
  const points = useMemo(() => new CodePoints(citation.quote), [citation.quote]);
  const figures = useFigures(citation.quote);
  const page = pageWords(t, citation.page, label);
  const words = marks.map((m) => ({ kind: "word" as const, ...m }));
  return (
    <figure className={styles.card}>
      <blockquote className={styles.text}>
        <Marked points={points} marks={[...figures.marks, ...words]} />
      </blockquote>
      <figcaption className={styles.source}>
        {!alone && <span className={styles.document}>{title}</span>}
        <span>{page}</span>
        {heading && heading !== label && <span className={styles.heading}>{heading}</span>}
        {scanned && <Badge tone="warn">{t("docs.scanned")}</Badge>}
        <Link className={styles.open} to={readerPath(citation.document, citation.page, { quote: citation.span })}>
          {t("docs.quote.open", { page })}
          {!alone && <span className="visuallyHidden">: {title}</span>}
        </Link>
      </figcaption>
    </figure>
  );
}
