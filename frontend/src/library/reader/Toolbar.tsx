// What stands above a page: turning to another one, its size, and finding words.
import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp, File, Search, TextAlignStart, ZoomIn, ZoomOut } from "lucide-react";
import type { RefObject } from "react";
import type { PageInfo } from "../../api/types";
import { formatPercent } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import styles from "./Toolbar.module.css";
import type { Finding } from "./useFind";

export interface TurningProps {
  pages: readonly PageInfo[];
  page: number;
  turn: (n: number) => void;
}

export function Turning({ pages, page, index, turn, step }: TurningProps & { index: number; step: (by: number) => void }) {
  const t = useText();
  return (
    <div className={styles.group}>
      <IconButton size="small" label={t("reader.previous")} why={index <= 0 && t("why.first")} onClick={() => step(-1)}>
        <ChevronLeft size={18} aria-hidden />
      </IconButton>
      <select className={styles.choose} aria-label={t("reader.page.choose")} value={page} onChange={(event) => turn(Number(event.target.value))}>
        {pages.map((p) => (
          <option key={p.number} value={p.number}>
            {t("reader.page.of", { n: p.number, total: pages.length })}
          </option>
        ))}
      </select>
      <IconButton size="small" label={t("reader.next")} why={index >= pages.length - 1 && t("why.last")} onClick={() => step(1)}>
        <ChevronRight size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

export function Zooming({ zoom, onStep, first, last }: { zoom: number; onStep: (by: number) => void; first: boolean; last: boolean }) {
  const t = useText();
  const locale = useLocale();
  return (
    <div className={styles.group} role="group" aria-label={t("reader.zoom")}>
      <IconButton size="small" label={t("reader.zoom.out")} why={first && t("why.smallest")} onClick={() => onStep(-1)}>
        <ZoomOut size={18} aria-hidden />
      </IconButton>
      <output className={styles.zoom}>{formatPercent(zoom, locale)}</output>
      <IconButton size="small" label={t("reader.zoom.in")} why={last && t("why.largest")} onClick={() => onStep(1)}>
        <ZoomIn size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

/** Between the page as it looks on paper and its text as it runs. */
export function Flowing({ flow, onFlow }: { flow: boolean; onFlow: (flow: boolean) => void }) {
  const t = useText();
  return (
    <IconButton size="small" label={t(flow ? "reader.paper" : "reader.flow")} onClick={() => onFlow(!flow)}>
      {flow ? <File size={18} aria-hidden /> : <TextAlignStart size={18} aria-hidden />}
    </IconButton>
  );
}

export function FindBox({ finding, box }: { finding: Finding; box: RefObject<HTMLInputElement | null> }) {
  const t = useText();
  const { wanted, look, hits, at, step, looking } = finding;
  const said = () => {
    if (!wanted.trim()) return "";
    if (hits.length > 0) return at < 0 ? String(hits.length) : t("reader.find.count", { at: at + 1, n: hits.length });
    return t(looking ? "reader.find.looking" : "reader.find.none");
  };
  return (
    <div className={classes(styles.group, styles.find)} role="search">
      <Search size={16} aria-hidden />
      <input
        ref={box}
        type="text"
        enterKeyHint="search"
        autoComplete="off"
        aria-label={t("reader.find")}
        placeholder={t("reader.find")}
        value={wanted}
        onChange={(event) => look(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") look("");
          if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
        }}
      />
      <span className={styles.count} role="status">
        {said()}
      </span>
      <IconButton size="small" label={t("reader.find.previous")} why={hits.length === 0 && t("reader.find.none")} onClick={() => step(-1)}>
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t("reader.find.next")} why={hits.length === 0 && t("reader.find.none")} onClick={() => step(1)}>
        <ChevronDown size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
