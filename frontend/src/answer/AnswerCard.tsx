// The answer to one question: what it says, what it rests on, what could be tried, what it asks
// back, where it stands, and what was left out.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw, ScanEye, ThumbsDown, ThumbsUp } from "lucide-react";
import { Fragment, useId, useState } from "react";
import { Link } from "react-router";
import { getSeen, markCard } from "../api/advisor";
import type { AnswerCard as Card, AnswerControl, AnswerPart, AnswerSentence, AnswerSource, AnswerSpread } from "../api/types";
import { formatPercent } from "../format/number";
import { useLocale, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { useFaultWords } from "../shell/useFaultWords";
import { Button, IconButton } from "../ui/Button";
import { Badge, Skeleton } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Select } from "../ui/Inputs";
import { Money } from "../ui/Money";
import { Note } from "../ui/Note";
import styles from "./AnswerCard.module.css";
import { threadKey, useConversation } from "./conversation";
import { FigureInline, FigureRow } from "./FigureChip";
import { sourcePath } from "./places";
import { TrialCard } from "./TrialCard";

export function AnswerCard({ card }: { card: Card }) {
  const t = useText();
  const id = useId();
  return (
    <article className={styles.card} aria-labelledby={id} lang={card.locale} data-by={card.by}>
      <h3 id={id} className={styles.question}>
        {card.question}
      </h3>
      {card.stale && <Stale card={card} />}
      <Said card={card} />
      {card.note && <Note tone="remark">{card.note}</Note>}
      {card.beside && <Beside card={card} beside={card.beside} />}
      {card.because.length > 0 && (
        <Part title={t("advisor.because")}>
          <ul className={styles.rows}>
            {card.because.map((ref) => {
              const figure = card.figures.find((f) => f.id === ref);
              return (
                figure && (
                  <li key={ref}>
                    <FigureRow figure={figure} />
                  </li>
                )
              );
            })}
          </ul>
        </Part>
      )}
      {card.spread && <Spread spread={card.spread} />}
      {card.try.length > 0 && (
        <Part title={t("advisor.try")}>
          <ul className={styles.trials}>
            {card.try.map((trial, at) => (
              <li key={trial.name}>
                <TrialCard card={card} at={at} trial={trial} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {card.askBack.map((control) => (
        <AskBack key={control.name} card={card} control={control} />
      ))}
      {card.sources.length > 0 && (
        <Part title={t("advisor.sources")}>
          <ol className={styles.sources}>
            {card.sources.map((source) => (
              <li key={source.id}>
                <Source source={source} />
              </li>
            ))}
          </ol>
        </Part>
      )}
      {card.limits.length > 0 && (
        <details className={styles.limits}>
          <summary>{t("advisor.limits", { n: card.limits.length })}</summary>
          <ul>
            {card.limits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </details>
      )}
      <Foot card={card} />
    </article>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h4 id={id} className={styles.partTitle}>
        {title}
      </h4>
      {children}
    </section>
  );
}

/** The sentences, with every figure a way to where it comes from. */
export function Said({ card }: { card: Card }) {
  if (card.answer.length === 0) return null;
  return (
    <p className={styles.said}>
      {card.answer.map((sentence, i) => (
        <Fragment key={i}>
          {i > 0 && " "}
          <Sentence sentence={sentence} card={card} />
        </Fragment>
      ))}
    </p>
  );
}

function Sentence({ sentence, card }: { sentence: AnswerSentence; card: Card }) {
  return sentence.map((part, i) => <Piece key={i} part={part} card={card} />);
}

function Piece({ part, card }: { part: AnswerPart; card: Card }) {
  const figure = part.kind === "figure" && card.figures.find((f) => f.id === part.ref);
  if (figure) return <FigureInline figure={figure} />;
  const at = part.kind === "quote" ? card.sources.findIndex((s) => s.id === part.ref) : -1;
  if (at >= 0) return <sup className={styles.ref}>{at + 1}</sup>;
  return part.text;
}

function Stale({ card }: { card: Card }) {
  const t = useText();
  const again = useAgain(card);
  const applied = card.try.some((trial) => trial.state === "applied");
  return (
    <div className={styles.stale}>
      <span>{t(applied ? "advisor.stale.applied" : "advisor.stale")}</span>
      <Button size="small" look="quiet" icon={<RefreshCw size={14} aria-hidden />} onClick={again}>
        {t("advisor.again")}
      </Button>
    </div>
  );
}

/** Asks the same again, of the plan as it is now. */
function useAgain(card: Card): () => void {
  const { ask } = useConversation();
  return () => ask({ question: card.question, ...(card.choice ? { template: card.choice.template } : {}), ...(card.screen ? { screen: card.screen } : {}), ...amountOf(card) });
}

function amountOf(card: Card): { amount?: number } {
  const control = card.askBack.find((c) => c.name === "amount");
  return control ? { amount: control.value } : {};
}

function AskBack({ card, control }: { card: Card; control: AnswerControl }) {
  const { ask } = useConversation();
  const screen = card.screen ? { screen: card.screen } : {};
  if (control.name === "template") {
    return (
      <Part title={control.label}>
        <ul className={styles.offers}>
          {control.options.map((option) => (
            <li key={option.label}>
              <Button size="small" onClick={() => ask({ template: option.template ?? control.template, ...screen })}>
                {option.label}
              </Button>
            </li>
          ))}
        </ul>
      </Part>
    );
  }
  return (
    <div className={styles.askBack}>
      <span aria-hidden>{control.label}</span>
      <Select
        label={control.label}
        value={String(control.value)}
        options={control.options.map((o) => ({ value: String(o.value), label: o.label }))}
        onChange={(value) => Number(value) !== control.value && ask({ template: control.template, amount: Number(value), ...screen })}
      />
    </div>
  );
}

function Source({ source }: { source: AnswerSource }) {
  const t = useText();
  const { id } = usePlanSession().state;
  if (source.gone) return <p className={styles.goneSource}>{t("advisor.source.gone")}</p>;
  const page = source.label && source.label !== String(source.page) ? t("docs.page.label", { n: source.page, label: source.label }) : t("docs.page", { n: source.page });
  return (
    <figure className={styles.source}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long quote scrolls, and must by keyboard too */}
      <blockquote className={styles.quote} tabIndex={0}>
        {source.quote}
      </blockquote>
      <figcaption className={styles.caption}>
        <strong>{source.title}</strong> <span>{page}</span>
        {source.scanned && <Badge tone="warn">{t("docs.scanned")}</Badge>}
        <Link to={sourcePath(id, source)}>
          {t("docs.quote.open", { page })}
          <span className="visuallyHidden">: {source.title}</span>
        </Link>
      </figcaption>
    </figure>
  );
}

/** What is left among all futures: three percentiles, by the engine. */
function Spread({ spread }: { spread: AnswerSpread }) {
  const t = useText();
  const locale = useLocale();
  return (
    <dl className={styles.spread} aria-label={t("advisor.spread", { label: spread.label })}>
      {spread.percentiles.map(({ p, value }) => (
        <div key={p}>
          <dt>{t("advisor.percentile", { p: formatPercent(p / 100, locale) })}</dt>
          <dd>
            <Money value={value} style="round" />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Who wrote it, how it was understood, and what can be done with it. */
function Foot({ card }: { card: Card }) {
  const t = useText();
  const again = useAgain(card);
  const [seen, setSeen] = useState(false);
  return (
    <footer className={styles.foot}>
      <span className={styles.by}>
        {card.model ? t("advisor.by.model", { model: card.model.name }) : t(`advisor.by.${card.by === "model" ? "engine" : card.by}`)} · {t("advisor.took", { seconds: (card.took / 1000).toFixed(1) })}
      </span>
      <Understood card={card} />
      <span className={styles.tools}>
        <IconButton size="small" label={t("advisor.regenerate")} onClick={again}>
          <RefreshCw size={15} aria-hidden />
        </IconButton>
        <IconButton size="small" label={t("advisor.seen")} onClick={() => setSeen(true)}>
          <ScanEye size={15} aria-hidden />
        </IconButton>
        <Rating card={card} />
      </span>
      <Dialog open={seen} onClose={() => setSeen(false)} title={t("advisor.seen")}>
        <Seen card={card} />
      </Dialog>
    </footer>
  );
}

/** What a model on trial made of the same facts, and which of the two is better. */
function Beside({ card, beside }: { card: Card; beside: NonNullable<Card["beside"]> }) {
  const t = useText();
  const queries = useQueryClient();
  const prefer = async (which: "own" | "beside") => {
    await markCard(card.id, { preferred: card.preferred === which ? "" : which }).catch(() => undefined);
    await queries.invalidateQueries({ queryKey: threadKey(card.thread) });
  };
  return (
    <Part title={t("advisor.beside", { model: beside.model.name, seconds: (beside.took / 1000).toFixed(1) })}>
      <Said card={{ ...card, answer: beside.answer }} />
      {beside.note && <Note tone="remark">{beside.note}</Note>}
      <p className={styles.prefer}>
        <Button size="small" aria-pressed={card.preferred === "own"} onClick={() => void prefer("own")}>
          {t("advisor.beside.own")}
        </Button>
        <Button size="small" aria-pressed={card.preferred === "beside"} onClick={() => void prefer("beside")}>
          {t("advisor.beside.other")}
        </Button>
      </p>
    </Part>
  );
}

/** What the question was taken to mean, where a model chose: how sure it was, and what else it could have meant. */
function Understood({ card }: { card: Card }) {
  const t = useText();
  const locale = useLocale();
  const choice = card.choice;
  if (!choice) return null;
  const voted = choice.votes;
  if (!voted && (choice.basis !== "model" || choice.confidence === undefined)) return null;
  return (
    <details className={styles.understood}>
      <summary>
        {voted
          ? t("advisor.voted", { what: choice.label, for: String(voted.for), of: String(voted.of) })
          : t("advisor.understood", { what: choice.label, sure: formatPercent(choice.confidence ?? 0, locale) })}
      </summary>
      <ul>
        {(choice.alternatives ?? []).map((a) => (
          <li key={a.template}>
            {a.label} · {formatPercent(a.probability, locale)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Rating({ card }: { card: Card }) {
  const t = useText();
  const queries = useQueryClient();
  const rate = async (rating: "up" | "down") => {
    await markCard(card.id, { rating: card.rating === rating ? "" : rating }).catch(() => undefined);
    await queries.invalidateQueries({ queryKey: threadKey(card.thread) });
  };
  return (
    <>
      <IconButton size="small" label={t("advisor.up")} aria-pressed={card.rating === "up"} onClick={() => void rate("up")}>
        <ThumbsUp size={15} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t("advisor.down")} aria-pressed={card.rating === "down"} onClick={() => void rate("down")}>
        <ThumbsDown size={15} aria-hidden />
      </IconButton>
    </>
  );
}

function Seen({ card }: { card: Card }) {
  const t = useText();
  const words = useFaultWords();
  const seen = useQuery({ queryKey: ["seen", card.id], queryFn: ({ signal }) => getSeen(card.id, signal), retry: false, gcTime: 0 });
  if (seen.isPending) return <Skeleton height={120} />;
  if (seen.error) {
    const { title, fix } = words(seen.error);
    return (
      <Note tone="error" alert>
        {title} {fix}
      </Note>
    );
  }
  if (seen.data.length === 0) return <p>{t("advisor.seen.none")}</p>;
  return (
    <ol className={styles.seen}>
      {seen.data.map((message, i) => (
        <li key={i}>
          <h3>{t(`advisor.seen.${roleOf(message.role)}`)}</h3>
          <pre>{message.text}</pre>
        </li>
      ))}
    </ol>
  );
}

const roleOf = (role: string) => (role === "system" || role === "user" || role === "assistant" ? role : "user");
