// What is wrong with a page as it is seen, found by measuring: text that is cut off or sticks out of
// what it stands in, labels of a chart over one another, and words in another language.
import type { Page } from "playwright-core";

/** What is wrong, in words: the text and where it stands. */
export function findings(page: Page, locale: "en" | "ko", quotes: boolean): Promise<string[]> {
  return page.evaluate(([lang, quoting]) => {
    const found: string[] = [];
    const near = 1.5; // pixels: glyphs are rounded to whole ones
    const words = (text: string) => text.replaceAll(/\s+/g, " ").trim().slice(0, 60);
    const hidden = (e: Element) => e.closest(".visuallyHidden, [aria-hidden=true] .visuallyHidden, [inert]") !== null;
    const rest = (e: Element) => getComputedStyle(e);
    // Names, which no language changes.
    const names = /^(Meridian|English|한국어|The Rivera-Parks|Apache 2\.0|\S+\.(csv|pdf)|Pension statement 2026\.pdf)( ·)?$/;
    const unseen = (e: Element) => e.getBoundingClientRect().width <= 2 || e.getBoundingClientRect().height <= 2;
    const dots = (e: Element) => rest(e).textOverflow === "ellipsis";
    /** Labels that stand beside their button on purpose are placed there by hand. */
    const placed = (e: Element, within: Element) => {
      for (let at: Element | null = e; at && at !== within; at = at.parentElement) if (rest(at).position === "absolute" || dots(at)) return true;
      return false;
    };

    /** Every run of text that is seen, and the boxes of its lines. */
    const texts: { parent: Element; text: string; boxes: DOMRect[] }[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      const parent = node.parentElement;
      const text = words(node.textContent ?? "");
      if (!parent || !text || hidden(parent) || /^(SCRIPT|STYLE|OPTION)$/.test(parent.tagName)) continue;
      if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((b) => b.width > 1 && b.height > 1);
      if (boxes.length > 0) texts.push({ parent, text, boxes });
    }

    for (const { parent, text, boxes } of texts) {
      let seen = true;
      // Cut off by an ancestor that hides what is outside of it and gives no way to see it.
      for (let e: Element | null = parent; e && e !== document.body; e = e.parentElement) {
        const style = rest(e);
        if (style.position === "fixed") break;
        const box = e.getBoundingClientRect();
        const x = style.overflowX !== "visible";
        const y = style.overflowY !== "visible";
        if (x && /auto|scroll/.test(style.overflowX)) break;
        if (y && /auto|scroll/.test(style.overflowY)) break;
        if (!x && !y) continue;
        if (unseen(e)) {
          seen = false;
          break;
        }
        const out = boxes.find((b) => (x && (b.left < box.left - near || b.right > box.right + near)) || (y && (b.top < box.top - 4 || b.bottom > box.bottom + 4)));
        if (!out) continue;
        if (!dots(e)) found.push(`cut off: "${text}" in ${name(e)}`);
        break;
      }
      // Sticks out of what it labels.
      if (!seen) continue;
      const holder = parent.closest("button, [role=tab], [role=radio], td, th, [role=cell], [role=columnheader], label");
      if (holder && !holder.closest("svg") && !placed(parent, holder)) {
        const box = holder.getBoundingClientRect();
        if (box.width > 2 && boxes.some((b) => b.right > box.right + near || b.left < box.left - near)) found.push(`sticks out: "${text}" of ${name(holder)}`);
      }
      // In the other language.
      const foreign = quoting || names.test(text) || parent.closest("[lang]")?.getAttribute("lang") !== lang;
      if (!foreign && lang === "en" && /\p{Script=Hangul}/u.test(text)) found.push(`Korean in English: "${text}" in ${name(parent)}`);
      if (!foreign && lang === "ko" && !parent.closest("code, kbd, pre, [data-foreign]") && /[a-z]{3}/i.test(text) && !/\p{Script=Hangul}/u.test(text)) found.push(`English in Korean: "${text}" in ${name(parent)}`);
    }

    // Labels of one chart over one another.
    const labels = texts.filter(({ parent }) => parent.closest("svg") !== null);
    labels.forEach((a, i) => {
      const [one] = a.boxes;
      for (const b of labels.slice(i + 1)) {
        const [two] = b.boxes;
        if (!one || !two || a.parent.closest("svg") !== b.parent.closest("svg")) continue;
        const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
        const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
        if (wide > 2 && high > 4) found.push(`over one another: "${a.text}" and "${b.text}" in ${name(a.parent)}`);
      }
    });

    function name(e: Element): string {
      const role = e.getAttribute("role");
      const label = e.getAttribute("aria-label");
      return `<${e.tagName.toLowerCase()}${role ? ` role=${role}` : ""}${label ? ` "${label}"` : ""} class="${e.getAttribute("class") ?? ""}">`;
    }
    return [...new Set(found)];
  }, [locale, quotes] as const);
}
