// What a report is made of, and how it stays as it was chosen.
import type { Locale } from "../i18n/spoken";

export const blocks = ["summary", "plan", "fan", "cashflow", "levers", "guardrail", "assumptions", "compare", "appendix"] as const;
export type Block = (typeof blocks)[number];

export type Amounts = "full" | "rounded" | "percent";

export interface Options {
  /** In their order; those that are left out follow. */
  order: readonly Block[];
  shown: readonly Block[];
  language: Locale;
  basis: "real" | "nominal";
  amounts: Amounts;
}

export type Preset = "page" | "family" | "advisor";

/** What each preset shows, and how exactly. */
const presets: Record<Preset, Pick<Options, "shown" | "amounts">> = {
  page: { shown: ["summary", "fan"], amounts: "rounded" },
  family: { shown: ["summary", "plan", "fan", "levers", "guardrail"], amounts: "rounded" },
  advisor: { shown: blocks, amounts: "full" },
};

/** A preset's parts stand first, in their usual order. */
export function withPreset(options: Options, preset: Preset): Options {
  const { shown, amounts } = presets[preset];
  return { ...options, shown, amounts, order: [...shown, ...blocks.filter((b) => !shown.includes(b))] };
}

/** Puts a part where another is. */
export function moved(order: readonly Block[], part: Block, to: number): Block[] {
  const rest = order.filter((b) => b !== part);
  return [...rest.slice(0, Math.max(0, to)), part, ...rest.slice(Math.max(0, to))];
}

export const unchosen = (language: Locale, basis: Options["basis"]): Options => withPreset({ order: blocks, shown: [], language, basis, amounts: "rounded" }, "family");

/** What was kept, where it still makes sense. */
export function restored(kept: string | null, fallback: Options): Options {
  if (!kept) return fallback;
  try {
    const found = JSON.parse(kept) as Partial<Options>;
    const known = (list: unknown): Block[] => (Array.isArray(list) ? blocks.filter((b) => list.includes(b)) : []);
    const order = Array.isArray(found.order) ? found.order.filter((b): b is Block => blocks.includes(b)) : [];
    return {
      order: [...new Set([...order, ...blocks])],
      shown: known(found.shown),
      language: found.language === "ko" || found.language === "en" ? found.language : fallback.language,
      basis: found.basis === "nominal" ? "nominal" : "real",
      amounts: found.amounts === "full" || found.amounts === "percent" ? found.amounts : "rounded",
    };
  } catch {
    return fallback;
  }
}
