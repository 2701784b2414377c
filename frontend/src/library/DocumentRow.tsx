import { BookOpen, Ellipsis, File, FileSpreadsheet, FileText, FileType, Globe, Image, Link2, Mail, Pin, PinOff, Trash2, TriangleAlert, type LucideIcon } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState, type FormEvent } from "react";
import { Link, useNavigate } from "react-router";
import { retryDocument, supersedeDocument, unpinDocument } from "../api/library";
import type { LibraryDocument } from "../api/types";
import { formatCount } from "../format/number";
import { useLocale, useText, type T } from "../i18n/text";
import { useFaultWords } from "../shell/useFaultWords";
import { usePowers } from "../shell/powers";
import { Button, IconButton } from "../ui/Button";
import { Badge } from "../ui/Card";
import { Menu } from "../ui/Menu";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { useReaderPath } from "./address";
import { Countdown } from "./Countdown";
import styles from "./DocumentRow.module.css";
import { daysSince, kindOf, working } from "./shelf";
import { shelfKey } from "./useShelf";

const glyphs: Record<ReturnType<typeof kindOf>, LucideIcon> = {
  pdf: FileText,
  docx: FileType,
  xlsx: FileSpreadsheet,
  csv: FileSpreadsheet,
  html: Globe,
  markdown: FileText,
  text: FileText,
  epub: BookOpen,
  email: Mail,
  image: Image,
  unknown: File,
};

export interface DocumentRowProps {
  document: LibraryDocument;
  /** So many days a document is kept that nobody uses. */
  keep: number;
  /** By which it expires, in milliseconds. */
  now: number;
  onKeep: () => void;
  onForget: () => void;
}

/** One document of the list: what it is, where it stands, and how long it is kept. */
export function DocumentRow(props: DocumentRowProps) {
  const { document, keep, now } = props;
  const t = useText();
  const readerPath = useReaderPath();
  const { keepsDocuments } = usePowers();
  const [tried, setTried] = useState(false); // a password was given, and did not open it while this is still locked
  const kind = kindOf(document);
  const Glyph = glyphs[kind];
  const stopped = document.state === "failed" || document.state === "locked";
  return (
    <li className={styles.row} data-document={document.id} data-state={document.state}>
      <div className={styles.line}>
        <span className={styles.icon} data-trouble={stopped || undefined}>
          <Glyph size={18} strokeWidth={1.75} role="img" aria-label={t(`docs.kind.${kind}`)} />
        </span>
        <div className={styles.text}>
          {document.state === "ready" ? (
            <Link className={styles.title} to={readerPath(document.id, 1)}>
              {document.title}
            </Link>
          ) : (
            <span className={styles.title}>{document.title}</span>
          )}
          {document.state === "ready" && <Details document={document} now={now} />}
          {working(document) && <Progress document={document} />}
          {stopped && <Stopped document={document} />}
        </div>
        <span className={styles.linked}>
          {document.linked > 0 && (
            <Badge tone="accent" icon={<Link2 size={12} aria-hidden />}>
              {t("docs.linked", { n: document.linked })}
            </Badge>
          )}
        </span>
        <span className={styles.left}>{!working(document) && <Countdown document={document} keep={keep} now={now} />}</span>
        {keepsDocuments && <Acts {...props} />}
      </div>
      {document.state === "locked" && keepsDocuments && <Unlock document={document} tried={tried} onTry={() => setTried(true)} />}
      {document.earlier && document.state === "ready" && keepsDocuments && <Earlier document={document} />}
    </li>
  );
}

function Details({ document, now }: { document: LibraryDocument; now: number }) {
  const t = useText();
  const locale = useLocale();
  const { issuer, year, pages, scanned } = document;
  const told = issuer && !document.title.toLowerCase().includes(issuer.toLowerCase()) ? issuer : "";
  const known = [t("docs.pages", { n: formatCount(pages, locale) }), told, year, usedWords(t, daysSince(document.lastUsed, now))].filter(Boolean);
  return (
    <span className={styles.detail}>
      {known.join(" · ")}
      {scanned && <Badge tone="warn">{t("docs.scanned")}</Badge>}
    </span>
  );
}

function usedWords(t: T, days: number): string {
  if (days === 0) return t("docs.used.today");
  return days === 1 ? t("docs.used.yesterday") : t("docs.used.days", { n: days });
}

/** Which stage a document is in, and how much of it is done. */
function stageWords(t: T, { state, progress }: LibraryDocument): string {
  const { done, total } = progress ?? { done: 0, total: 0 };
  if ((state === "extract" || state === "embed") && total > 0) return t(`docs.state.${state}.of`, { done, total });
  return state === "ready" ? "" : t(`docs.state.${state}`);
}

function Progress({ document }: { document: LibraryDocument }) {
  const t = useText();
  if (document.state === "waiting") return <span className={styles.detail}>{stageWords(t, document)}</span>;
  const { done, total } = document.progress ?? { done: 0, total: 0 };
  const share = total > 0 ? { "aria-valuenow": Math.round((100 * done) / total) } : {};
  return (
    <span className={styles.progress}>
      <span className={styles.detail}>{stageWords(t, document)}</span>
      <span className={styles.track} role="progressbar" aria-label={t("docs.progress", { title: document.title })} aria-valuetext={stageWords(t, document)} data-open={total === 0 || undefined} {...share}>
        <span style={total > 0 ? { width: `${(100 * done) / total}%` } : undefined} />
      </span>
    </span>
  );
}

function Stopped({ document: { state, fault } }: { document: LibraryDocument }) {
  const t = useText();
  return (
    <span className={styles.stopped}>
      <TriangleAlert size={14} aria-hidden />
      <span>{fault ? [fault.title, fault.fix].filter(Boolean).join(" ") : t(state === "locked" ? "docs.state.locked" : "docs.state.failed")}</span>
    </span>
  );
}

/** An act on a document: what it answered is read from the list, and what went wrong is said in a note. */
function useAct(document: LibraryDocument) {
  const queries = useQueryClient();
  const words = useFaultWords();
  const { toast } = useToast();
  const [busy, setBusy] = useState(false);
  const act = async (does: () => Promise<unknown>, said?: string) => {
    setBusy(true);
    try {
      await does();
      if (said) toast({ text: said });
    } catch (thrown) {
      const { title, fix } = words(thrown);
      toast({ text: [title, fix].filter(Boolean).join(" "), tone: "bad" });
    } finally {
      await queries.invalidateQueries({ queryKey: shelfKey(document.tenant) });
      setBusy(false);
    }
  };
  return { act, busy };
}

/** The password lives in this field alone, until it is sent. */
function Unlock({ document, tried, onTry }: { document: LibraryDocument; tried: boolean; onTry: () => void }) {
  const t = useText();
  const note = useId();
  const { act, busy } = useAct(document);
  const [password, setPassword] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const once = password;
    if (!once) return;
    setPassword("");
    let taken = false;
    await act(async () => {
      await retryDocument(document.id, once);
      taken = true;
    });
    if (taken) onTry(); // only now: the list does not say yet that it is being opened
  };
  return (
    <form className={styles.below} onSubmit={(event) => void submit(event)}>
      <div className={styles.unlock}>
        <input
          type="password"
          className={styles.password}
          autoComplete="off"
          aria-label={t("docs.password", { title: document.title })}
          aria-invalid={tried || undefined}
          aria-describedby={note}
          placeholder={t("docs.state.locked")}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" size="small" look="primary" busy={busy} why={!password && t("why.password")}>
          {t("docs.unlock")}
        </Button>
      </div>
      {tried ? (
        <Note id={note} tone="error" alert>
          {t("docs.password.wrong")}
        </Note>
      ) : (
        <Note id={note}>{t("docs.password.hint")}</Note>
      )}
    </form>
  );
}

/** A document of the same name is there already: one press makes this one its new version. */
function Earlier({ document }: { document: LibraryDocument }) {
  const t = useText();
  const { act, busy } = useAct(document);
  return (
    <div className={styles.below} data-earlier>
      <p className={styles.earlier}>
        <span>{t("docs.earlier")}</span>
        <Button size="small" busy={busy} onClick={() => void act(() => supersedeDocument(document.id), t("docs.earlier.done", { title: document.title }))}>
          {t("docs.earlier.replace")}
        </Button>
      </p>
    </div>
  );
}

function Acts({ document, keep, onKeep, onForget }: DocumentRowProps) {
  const t = useText();
  const go = useNavigate();
  const readerPath = useReaderPath();
  const { act, busy } = useAct(document);
  const { id, title, state, pinned } = document;
  const pin = pinned
    ? { key: "letGo", label: t("docs.act.letGo"), icon: <PinOff size={16} aria-hidden />, onSelect: () => void act(() => unpinDocument(id), t("docs.unpinned", { title, days: keep })) }
    : { key: "keep", label: t("docs.act.keep"), icon: <Pin size={16} aria-hidden />, onSelect: onKeep };
  return (
    <span className={styles.acts}>
      {state === "failed" && (
        <Button size="small" busy={busy} onClick={() => void act(() => retryDocument(id))}>
          {t("docs.retry")}
          <span className="visuallyHidden">: {title}</span>
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={t("docs.acts", { title })} size="small">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
        groups={[
          {
            items: [
              { key: "open", label: t("docs.act.open"), icon: <BookOpen size={16} aria-hidden />, why: state !== "ready" && t("why.notRead"), onSelect: () => void go(readerPath(id, 1)) },
              pin,
            ],
          },
          { items: [{ key: "forget", label: t("docs.act.forget"), icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: onForget }] },
        ]}
      />
    </span>
  );
}
