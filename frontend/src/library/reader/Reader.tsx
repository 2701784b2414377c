// A document read page by page: its text where it stands, what was quoted of it marked, and
// beside it a place to ask it and to take its figures into the plan.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, TriangleAlert } from "lucide-react";
import { Suspense, useCallback, useEffect, useRef, useState, type ComponentType, type ReactNode } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { Fault } from "../../api/fault";
import { getPage, openDocument } from "../../api/library";
import type { DocumentDetail, PageInfo } from "../../api/types";
import { CodePoints, type Span } from "../../format/codePoints";
import { scaleOf, type Figure, type Reading as FigureReading } from "../../format/figures";
import { useText } from "../../i18n/text";
import type { FigureUse, UseFigure } from "../../shell/figureUse";
import { usePlanSession } from "../../shell/planSession";
import { useFaultWords } from "../../shell/useFaultWords";
import { useKeys } from "../../shell/useKeys";
import { useTitle } from "../../shell/useTitle";
import { Button } from "../../ui/Button";
import { EmptyState, FailedState, Skeleton } from "../../ui/Card";
import { Tabs, type Tab } from "../../ui/Tabs";
import { pointedAt, readerQuery } from "../address";
import { Ask } from "../Ask";
import { Countdown } from "../Countdown";
import { useFigures } from "../Marked";
import { linesAround, quoteHash } from "../quote";
import { shelfKey, useShelf } from "../useShelf";
import { Contents } from "./Contents";
import { Figures } from "./Figures";
import { Page } from "./Page";
import styles from "./Reader.module.css";
import { FindBox, Flowing, Turning, Zooming } from "./Toolbar";
import { Proposals, type UseProposal } from "./Proposals";
import { pageKey, useFind } from "./useFind";

/** What the advisor tells of a document, beside its pages. */
type Told = ComponentType<{ document: string }>;

export default function Reader({ UseFigure, Told }: { UseFigure: UseFigure; Told: Told }) {
  const { document: id = "" } = useParams();
  return <Opening key={id} id={id} UseFigure={UseFigure} Told={Told} />;
}

/** Opening a document is using it: its time is renewed. */
function Opening({ id, UseFigure, Told }: { id: string; UseFigure: UseFigure; Told: Told }) {
  const t = useText();
  const { household = "" } = useParams();
  const queries = useQueryClient();
  const opened = useQuery({
    queryKey: ["document", id],
    queryFn: async () => {
      const detail = await openDocument(id);
      void queries.invalidateQueries({ queryKey: shelfKey(household) });
      return detail;
    },
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  useTitle(opened.data?.document.title ?? t("docs.title"));
  if (opened.data) return opened.data.pages.length > 0 ? <Reading detail={opened.data} UseFigure={UseFigure} Told={Told} /> : <NotReady detail={opened.data} />;
  if (!opened.error) {
    return (
      <div className={styles.state} role="status" aria-label={t("reader.loading")}>
        <h1 className="visuallyHidden">{t("reader.loading")}</h1>
        <Skeleton height={32} width="40%" />
        <Skeleton height={480} />
      </div>
    );
  }
  return <Unread error={opened.error} again={() => void opened.refetch()} />;
}

function NotReady({ detail: { document } }: { detail: DocumentDetail }) {
  const t = useText();
  return (
    <div className={styles.state}>
      <EmptyState page title={t("reader.notReady.title")} actions={<Back />}>
        {document.fault ? `${document.fault.title} ${document.fault.fix}` : document.title}
      </EmptyState>
    </div>
  );
}

function Unread({ error, again }: { error: unknown; again: () => void }) {
  const t = useText();
  const words = useFaultWords();
  if (Fault.of(error).status === 404) {
    return (
      <div className={styles.state}>
        <EmptyState page title={t("reader.gone.title")} actions={<Back />}>
          {t("reader.gone.text")}
        </EmptyState>
      </div>
    );
  }
  const { title, fix } = words(error);
  return (
    <div className={styles.state}>
      <FailedState
        page
        title={title}
        fix={fix}
        actions={
          <>
            <Button look="primary" onClick={again}>
              {t("app.again")}
            </Button>
            <Back />
          </>
        }
      />
    </div>
  );
}

function Back() {
  const t = useText();
  const { household } = useParams();
  return (
    <Link className={styles.back} to={`/h/${household}/docs`}>
      <ArrowLeft size={16} aria-hidden />
      {t("reader.back")}
    </Link>
  );
}

/** The page that is read stands in the address, with what is marked on it. */
function usePlace(pages: readonly PageInfo[]) {
  const [params] = useSearchParams();
  const go = useNavigate();
  const { page: asked, quote, hash } = pointedAt(params);
  const last = pages.at(-1)?.number ?? 1;
  const page = pages.some((p) => p.number === asked) ? asked : Math.min(asked, last);
  const turn = useCallback((n: number) => void go(readerQuery(n), { replace: true, preventScrollReset: true }), [go]);
  return { page, quote, hash, turn };
}

/** On a page this narrow (pixels) a sheet of paper cannot be read: its text flows. */
const small = 640;

const zooms = [0.6, 0.8, 1, 1.25, 1.5, 2];

function Reading({ detail: { document, pages }, UseFigure, Told }: { detail: DocumentDetail; UseFigure: UseFigure; Told: Told }) {
  const t = useText();
  const { page, quote, hash, turn } = usePlace(pages);
  const [zoom, setZoom] = useState(2);
  const [flow, setFlow] = useState(() => window.innerWidth < small);
  const [use, setUse] = useState<FigureUse | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const { edits } = usePlanSession();
  const index = pages.findIndex((p) => p.number === page);
  const step = (by: number) => {
    const next = pages[index + by];
    if (next) turn(next.number);
  };
  const finding = useFind(document.id, pages, page, (hit) => hit.page !== page && turn(hit.page));
  const text = useQuery({ queryKey: pageKey(document.id, page), queryFn: ({ signal }) => getPage(document.id, page, signal), staleTime: Infinity, placeholderData: keepPreviousData });
  useNeighbours(document.id, pages[index + 1]?.number);
  const larger = (by: number) => setZoom((now) => Math.min(zooms.length - 1, Math.max(0, now + by)));
  useKeys({
    arrowright: () => step(1),
    arrowleft: () => step(-1),
    "]": () => step(1),
    "[": () => step(-1),
    "+": () => larger(1),
    "=": () => larger(1),
    "-": () => larger(-1),
    "/": () => box.current?.focus(),
  });
  const found = useFigures(text.data?.text ?? "");
  const middle = useTop(page, quote !== undefined || hash !== undefined || finding.hits[finding.at]?.page === page);
  const take = async (reading: FigureReading, span: Span) => {
    if (!text.data) return;
    const points = new CodePoints(text.data.text);
    const line = points.cut(linesAround(text.data.text, span));
    const written = points.cut(span).trim();
    setUse({ reading, text: written, scale: scaleOf(text.data.text, written), document, page, quoteHash: await quoteHash(line) });
  };
  const takeFigure = (i: number) => {
    if (!edits) return;
    const figure = found.figures[i];
    if (figure) void take(figure, figure.span);
  };
  const queries = useQueryClient();
  const takeProposal: UseProposal = async ({ proposal, reading }, accepted) => {
    const { citation, figure, field } = proposal;
    const { text: whole } = await queries.fetchQuery({ queryKey: pageKey(document.id, citation.page), queryFn: () => getPage(document.id, citation.page), staleTime: Infinity });
    setUse({ reading, text: figure, scale: scaleOf(whole, figure), document, page: citation.page, quoteHash: citation.quoteHash, field, accepted });
  };
  const here = text.data?.number === page ? text.data : undefined;
  return (
    <div className={styles.page}>
      <Head document={document} />
      <div className={styles.bar} role="group" aria-label={t("reader.pages")}>
        <Turning pages={pages} page={page} index={index} turn={turn} step={step} />
        <Zooming zoom={zooms[zoom] ?? 1} onStep={larger} first={zoom === 0} last={zoom === zooms.length - 1} />
        {(text.data?.boxes.length ?? 0) > 0 && <Flowing flow={flow} onFlow={setFlow} />}
        <FindBox finding={finding} box={box} />
      </div>
      <div ref={middle} className={styles.middle}>
        {here?.scanned && (
          <div className={styles.scanned}>
            <TriangleAlert size={16} aria-hidden />
            {t("reader.scanned")}
          </div>
        )}
        {here ? (
          <Page key={page} page={here} quote={quote} hash={hash} finding={finding} figures={edits ? found.marks : []} zoom={zooms[zoom] ?? 1} flow={flow} onFigure={takeFigure} onTake={(reading, span) => void (edits && take(reading, span))} />
        ) : (
          <PageWaiting error={text.error} again={() => void text.refetch()} />
        )}
      </div>
      <aside className={styles.side} aria-label={t("reader.side")}>
        <Suspense fallback={null}>
          <Told document={document.id} />
        </Suspense>
        <Side
          document={document}
          text={here?.text ?? ""}
          figures={here && edits ? found.figures : []}
          onUse={takeFigure}
          onPropose={takeProposal}
          contents={<Contents pages={pages} page={page} turn={turn} />}
        />
      </aside>
      {use && <UseFigure figure={use} onClose={() => setUse(null)} />}
    </div>
  );
}

/** Another page is read from its top, unless something on it is what was looked for. */
function useTop(page: number, marked: boolean) {
  const middle = useRef<HTMLDivElement>(null);
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    const top = middle.current?.getBoundingClientRect().top ?? 0;
    if (!marked && (top < 0 || top > window.innerHeight / 2)) void middle.current?.scrollIntoView({ block: "start" });
  }, [page, marked]);
  return middle;
}

/** The next page is fetched while this one is read. */
function useNeighbours(document: string, next: number | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (next !== undefined) void queries.prefetchQuery({ queryKey: pageKey(document, next), queryFn: () => getPage(document, next), staleTime: Infinity });
  }, [queries, document, next]);
}

function PageWaiting({ error, again }: { error: unknown; again: () => void }) {
  const t = useText();
  const words = useFaultWords();
  if (!error) {
    return (
      <div role="status" aria-label={t("reader.page.loading")}>
        <Skeleton height={640} />
      </div>
    );
  }
  const { title, fix } = words(error);
  return <FailedState title={title} fix={fix} actions={<Button onClick={again}>{t("app.again")}</Button>} />;
}

function Head({ document }: { document: DocumentDetail["document"] }) {
  const { household = "" } = useParams();
  const { shelf, now } = useShelf(household);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  const newest = shelf?.documents.find((d) => d.id === document.id) ?? document;
  return (
    <header className={styles.head}>
      <Back />
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {document.title}
      </h1>
      <Countdown document={newest} keep={shelf?.keepDays ?? 30} now={now} />
    </header>
  );
}

type SideView = "ask" | "proposals" | "figures" | "pages";

interface SideProps {
  document: DocumentDetail["document"];
  text: string;
  figures: readonly Figure[];
  onUse: (index: number) => void;
  onPropose: UseProposal;
  contents: ReactNode;
}

function Side({ document, text, figures, onUse, onPropose, contents }: SideProps) {
  const t = useText();
  const [view, setView] = useState<SideView>("ask");
  const { edits } = usePlanSession();
  const taking: Tab<SideView>[] = [
    { value: "proposals", label: t("reader.proposals"), panel: <Proposals document={document.id} onUse={onPropose} /> },
    { value: "figures", label: figures.length > 0 ? `${t("reader.figures")} ${figures.length}` : t("reader.figures"), panel: <Figures text={text} figures={figures} onUse={onUse} /> },
  ];
  return (
    <Tabs<SideView>
      label={t("reader.side")}
      value={view}
      onChange={setView}
      tabs={[
        { value: "ask", label: t("docs.ask.do"), panel: <Ask tenant={document.tenant} document={document.id} /> },
        ...(edits ? taking : []),
        { value: "pages", label: t("reader.pages"), panel: contents },
      ]}
    />
  );
}
