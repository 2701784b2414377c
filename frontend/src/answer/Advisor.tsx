// The conversation with the advisor: the same in the dock and on its page.
import { useQuery } from "@tanstack/react-query";
import { ArrowUp, Square } from "lucide-react";
import { useEffect, useId, useRef, type KeyboardEvent, type Ref } from "react";
import { Link, useLocation } from "react-router";
import { getSuggestions } from "../api/advisor";
import type { JobProgress } from "../api/types";
import { formatCount, formatPercent } from "../format/number";
import { useLocale, useLooseText, useText } from "../i18n/text";
import { usePlanSession } from "../shell/planSession";
import { usePowers } from "../shell/powers";
import { useFaultWords } from "../shell/useFaultWords";
import { Button, IconButton } from "../ui/Button";
import { Skeleton } from "../ui/Card";
import { Note } from "../ui/Note";
import { useTyped } from "../ui/useTyped";
import styles from "./Advisor.module.css";
import { AnswerCard } from "./AnswerCard";
import { useConversation, type Turn } from "./conversation";
import { screenOf, type Place } from "./places";

const longest = 2000;

export interface AdvisorProps {
  /** Puts the caret into the field for the question. */
  focused?: boolean;
  /** How many questions are offered. */
  offers: number;
  /** What stands in the field for the question at first. */
  draft?: string;
}

export function Advisor({ focused = false, offers, draft = "" }: AdvisorProps) {
  const t = useText();
  const { cards, turn, loading, fault, open } = useConversation();
  const words = useFaultWords();
  const { asks } = usePowers();
  const end = useRef<HTMLDivElement>(null);
  const answers = cards.length;
  const asked = turn !== null;
  useEffect(() => {
    if ((answers > 0 || asked) && end.current) showTop(end.current);
  }, [answers, asked]);
  const trouble = fault && words(fault);
  return (
    <div className={styles.advisor}>
      <div className={styles.talk} aria-busy={turn?.state === "working"}>
        {trouble && (
          <div role="alert" className={styles.trouble}>
            <Note tone="error">
              {trouble.title} {trouble.fix}
            </Note>
            <Button size="small" onClick={() => open(null)}>
              {t("advisor.new")}
            </Button>
          </div>
        )}
        {loading && <Skeleton height={160} />}
        {cards.length === 0 && !turn && !loading && !fault && (
          <>
            <Welcome />
            {asks && <Offers most={offers} />}
          </>
        )}
        {cards.map((card, i) => (
          <div key={card.id} ref={i === cards.length - 1 ? end : undefined} className={styles.answer}>
            <AnswerCard card={card} />
          </div>
        ))}
        {turn && (
          <div ref={end} className={styles.answer}>
            <UnderWay turn={turn} />
          </div>
        )}
      </div>
      <div className={styles.foot}>
        {asks ? <Composer key={draft} focused={focused} draft={draft} /> : <p className={styles.plain}>{t("advisor.reading")}</p>}
      </div>
    </div>
  );
}

/** Scrolls what holds an element, and nothing around that, until its top is in sight. */
function showTop(element: HTMLElement): void {
  const margin = 72; // what sticks to the top
  let holder = element.parentElement;
  while (holder && !/auto|scroll/.test(getComputedStyle(holder).overflowY)) holder = holder.parentElement;
  const top = element.getBoundingClientRect().top;
  if (holder && holder !== document.documentElement && holder !== document.body) holder.scrollTop += top - holder.getBoundingClientRect().top - margin;
  else if (top < margin || top > window.innerHeight / 2) window.scrollBy(0, top - margin - 8);
}

function Welcome() {
  const t = useText();
  const { data } = useSuggestions();
  const { id } = usePlanSession().state;
  return (
    <div className={styles.welcome}>
      <p className={styles.lede}>{t("advisor.lede")}</p>
      {data && data.model === "" && (
        <p className={styles.plain}>
          {t("advisor.noModel")} <Link to={`/h/${id}/settings`}>{t("advisor.noModel.how")}</Link>
        </p>
      )}
      {data && data.model !== "" && <p className={styles.plain}>{t("advisor.model", { model: data.model })}</p>}
    </div>
  );
}

function usePlace(): Place {
  return screenOf(useLocation().pathname);
}

function useSuggestions() {
  const locale = useLocale();
  const { id } = usePlanSession().state;
  const place = usePlace();
  return useQuery({ queryKey: ["suggestions", id, place, locale], queryFn: ({ signal }) => getSuggestions(id, place, signal), staleTime: 60_000 });
}

/** Questions whose answer is known how to be computed; which ones depends on the screen. */
function Offers({ most }: { most: number }) {
  const t = useText();
  const title = useId();
  const place = usePlace();
  const { ask } = useConversation();
  const { data } = useSuggestions();
  if (!data) return null;
  return (
    <section aria-labelledby={title}>
      <h3 id={title} className={styles.offersTitle}>
        {t("advisor.offers")}
      </h3>
      <ul className={styles.offers}>
        {data.questions.slice(0, most).map((q) => (
          <li key={q.template}>
            <button type="button" className={styles.offer} onClick={() => ask({ template: q.template, screen: place })}>
              {q.text}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The newest question while there is no answer to it. */
function UnderWay({ turn }: { turn: Turn }) {
  const t = useText();
  const { ask, stop } = useConversation();
  const words = useFaultWords();
  const { data } = useSuggestions();
  const question = turn.asked.question ?? data?.questions.find((q) => q.template === turn.asked.template)?.text;
  const again = (
    <Button size="small" onClick={() => ask(turn.asked)}>
      {t("advisor.again")}
    </Button>
  );
  const said = turn.state === "failed" ? words(turn.fault) : null;
  return (
    <div className={styles.turn}>
      {question && <p className={styles.asked}>{question}</p>}
      {turn.state === "working" && (
        <div className={styles.working}>
          <Working progress={turn.progress} />
          <Button size="small" icon={<Square size={13} aria-hidden />} onClick={stop}>
            {t("advisor.stop")}
          </Button>
        </div>
      )}
      {turn.state === "stopped" && (
        <div className={styles.trouble}>
          <p>{t("advisor.stopped")}</p>
          {again}
        </div>
      )}
      {said && (
        <div className={styles.trouble} role="alert">
          <p>
            <strong>{t("advisor.failed")}</strong> {[said.title, said.fix, ...said.problems].filter(Boolean).join(" ")}
          </p>
          {again}
        </div>
      )}
    </div>
  );
}

function Working({ progress }: { progress: JobProgress | null }) {
  const t = useText();
  const say = useLooseText(); // other jobs have phases of their own
  const locale = useLocale();
  const share = progress && progress.total > 0 ? progress.done / progress.total : null;
  return (
    <div className={styles.progress}>
      <span>
        {say(`advisor.phase.${progress?.phase ?? "waiting"}`, undefined, t("advisor.phase.waiting"))}
        {share !== null && ` · ${formatPercent(share, locale)}`}
      </span>
      <span className={styles.track} aria-hidden>
        <span data-unknown={share === null || undefined} style={share === null ? undefined : { width: `${share * 100}%` }} />
      </span>
    </div>
  );
}

function Composer({ focused, draft }: { focused: boolean; draft: string }) {
  const t = useText();
  const locale = useLocale();
  const place = usePlace();
  const { ask, turn, stop } = useConversation();
  const [text, setText] = useTyped("advisor", "", draft);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);
  const working = turn?.state === "working";
  useReturned(turn, text, setText);
  const note = useId();
  const long = [...text.trim()].length > longest;
  const send = () => {
    const question = text.trim();
    if (!question || long) return field.current?.focus();
    ask({ question, screen: place });
    setText("");
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <>
      <form
        className={styles.composer}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field ref={field} text={text} wrong={long ? note : undefined} onText={setText} onKeyDown={press} />
        {working ? (
          <IconButton label={t("advisor.stop")} onClick={stop}>
            <Square size={16} aria-hidden />
          </IconButton>
        ) : (
          <IconButton label={t("advisor.ask")} type="submit" className={styles.send}>
            <ArrowUp size={18} aria-hidden />
          </IconButton>
        )}
      </form>
      {long && (
        <Note id={note} tone="error" alert>
          {t("advisor.long", { most: formatCount(longest, locale) })}
        </Note>
      )}
    </>
  );
}

/** A question that nobody answered is put back where it was typed, and taken from there when it is asked once more. */
function useReturned(turn: Turn | null, text: string, setText: (text: string) => void): void {
  const now = useRef(text);
  useEffect(() => {
    now.current = text;
  });
  const { state = "", question = "" } = turn ? { state: turn.state, question: turn.asked.question } : {};
  useEffect(() => {
    if (!question) return;
    if (state === "failed" && now.current === "") setText(question);
    if (state === "working" && now.current === question) setText("");
  }, [state, question, setText]);
}

function Field({ ref, text, wrong, onText, onKeyDown }: { ref: Ref<HTMLTextAreaElement>; text: string; /** The id of the words about what is wrong. */ wrong: string | undefined; onText: (text: string) => void; onKeyDown: (event: KeyboardEvent) => void }) {
  const t = useText();
  return (
    <textarea
      ref={ref}
      className={styles.field}
      rows={1}
      aria-invalid={wrong ? true : undefined}
      aria-describedby={wrong}
      aria-label={t("advisor.field")}
      placeholder={t("advisor.placeholder")}
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
