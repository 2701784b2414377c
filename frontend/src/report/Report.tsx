// A report: chosen on the left, on paper to the right, printed by the system.
import { ArrowDown, ArrowUp, GripVertical, Printer } from "lucide-react";
import { useEffect, useState, type ComponentType, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { useWidth } from "../chart/useSize";
import { printPage } from "../desktop/print";
import { learn } from "../i18n/spoken";
import { LocaleProvider, useLocale, useText } from "../i18n/text";
import { useForecast } from "../shell/forecastSession";
import { usePlanSession } from "../shell/planSession";
import { usePreferences } from "../shell/preferences";
import { useTitle } from "../shell/useTitle";
import { Button, IconButton } from "../ui/Button";
import { EmptyState, Skeleton } from "../ui/Card";
import { Note } from "../ui/Note";
import { Segmented } from "../ui/Segmented";
import { MoneyProvider, useMoneyView } from "../ui/Money";
import { useToast } from "../ui/Toast";
import type { AmountText } from "./amounts";
import { moved, restored, unchosen, withPreset, type Block, type Options } from "./options";
import { Paper } from "./Paper";
import styles from "./Report.module.css";

/** What moves the plan, by the feature that knows it. */
export type LeversBlock = ComponentType<{ working: string; none: string; unit: string }>;

/** The scenarios beside the plan, likewise. */
export interface ComparedBlock {
  Row: ComponentType<{ scenario?: string; name: string; say: AmountText; working: string }>;
  Pair: ComponentType<{ scenario: string; name: string; basis: Options["basis"]; say: AmountText; shares: boolean; working: string; failed: string }>;
}

function useOptions(plan: string) {
  const locale = useLocale();
  const { settings } = usePreferences();
  const key = `report.${plan}`;
  const [options, setOptions] = useState<Options>(() => restored(localStorage.getItem(key), unchosen(locale, settings.basis)));
  useEffect(() => localStorage.setItem(key, JSON.stringify(options)), [key, options]);
  return { options, change: (part: Partial<Options>) => setOptions((was) => ({ ...was, ...part })), set: setOptions };
}

export default function Report({ Levers, Compared }: { Levers: LeversBlock; Compared: ComparedBlock }) {
  const t = useText();
  useTitle(t("report.title"));
  const { id, plan } = usePlanSession().state;
  const { result, previewing } = useForecast();
  const { options, change, set } = useOptions(id);
  const { told = "full" } = useMoneyView(); // a guest is told amounts in the one way that was granted
  const [preview, room] = useWidth<HTMLElement>();
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <h1 className={styles.h1}>{t("report.h1")}</h1>
        <div className={styles.presets} role="group" aria-label={t("report.presets")}>
          <span>{t("report.presets")}</span>
          {(["page", "family", "advisor"] as const).map((preset) => (
            <Button key={preset} size="small" onClick={() => set((was) => withPreset(was, preset))}>
              {t(`report.preset.${preset}`)}
            </Button>
          ))}
        </div>
        <Parts options={options} change={change} />
        <Choice label={t("report.language")} value={options.language} onChange={(language) => change({ language })} options={[{ value: "en", label: t("palette.english") }, { value: "ko", label: t("palette.korean") }]} />
        <Choice label={t("report.money")} value={options.basis} onChange={(basis) => change({ basis })} options={[{ value: "real", label: t("bar.basis.real") }, { value: "nominal", label: t("bar.basis.nominal") }]} />
        {told === "full" && <Choice label={t("report.amounts")} value={options.amounts} onChange={(amounts) => change({ amounts })} options={(["full", "rounded", "percent"] as const).map((value) => ({ value, label: t(`report.amounts.${value}`) }))} />}
        {told === "full" && options.amounts === "percent" && <p className={styles.hint}>{t("report.amounts.percent.hint")}</p>}
        {options.shown.length === 0 && <Note tone="warning">{t("report.nothing")}</Note>}
        <Button look="primary" icon={<Printer size={16} aria-hidden />} why={options.shown.length === 0 ? t("report.nothing") : !result ? t("why.forecast") : previewing && t("why.drawn")} onClick={printPage}>
          {t("report.print")}
        </Button>
      </div>
      <section ref={preview} className={styles.preview} style={{ "--fit": fitting(room) } as CSSProperties} aria-label={t("report.preview")}>
        {result && !previewing ? (
          <InLanguage options={options} currency={plan.currency}>
            <Paper options={told === "full" ? options : { ...options, amounts: "full" }} forecast={result} Levers={Levers} Compared={Compared} />
          </InLanguage>
        ) : (
          <EmptyState title={t("report.waiting")}>
            <Skeleton height={320} />
          </EmptyState>
        )}
      </section>
    </div>
  );
}

const sheet = (210 / 25.4) * 96; // CSS pixels that a sheet of A4 is wide

/** How large sheets are shown in so many pixels: never larger than they are, and whole. */
function fitting(room: number): number {
  return room > 0 ? Math.min(1, room / sheet) : 1;
}

function Choice<V extends string>(props: { label: string; value: V; onChange: (value: V) => void; options: { value: V; label: string }[] }) {
  return (
    <div className={styles.choice}>
      <span aria-hidden>{props.label}</span>
      <Segmented {...props} />
    </div>
  );
}

/** The report may speak another language than the screen. */
function InLanguage({ options, currency, children }: { options: Options; currency: string; children: ReactNode }) {
  const view = useMoneyView();
  const { told } = useMoneyView();
  const { language } = options;
  const [learnt, setLearnt] = useState("");
  useEffect(() => {
    let current = true;
    void learn(language).then(() => current && setLearnt(language));
    return () => {
      current = false;
    };
  }, [language]);
  if (learnt !== language) return <Skeleton height={320} />;
  return (
    <LocaleProvider locale={language}>
      <MoneyProvider view={{ ...view, locale: language, currency, told }}>
        <div lang={language}>{children}</div>
      </MoneyProvider>
    </LocaleProvider>
  );
}

/** The parts: which, and in what order. */
function Parts({ options, change }: { options: Options; change: (part: Partial<Options>) => void }) {
  const t = useText();
  const { announce } = useToast();
  const [dragged, setDragged] = useState<Block | null>(null);
  const { order, shown } = options;
  const move = (part: Block, to: number) => {
    if (to < 0 || to >= order.length) return;
    change({ order: moved(order, part, to) });
    announce(t("report.block.moved", { name: t(`report.block.${part}`), n: to + 1 }));
  };
  const press = (event: KeyboardEvent, part: Block, at: number) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    move(part, at + by);
  };
  return (
    <div>
      <h2 className={styles.h2}>{t("report.blocks")}</h2>
      <p className={styles.hint}>{t("report.blocks.hint")}</p>
      <ol className={styles.parts}>
        {order.map((part, at) => {
          const name = t(`report.block.${part}`);
          return (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the buttons and keys do the same; dragging is the shorter way for a mouse
            <li
              key={part}
              data-part={part}
              draggable
              data-dragged={dragged === part || undefined}
              onDragStart={() => setDragged(part)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                event.preventDefault();
                if (dragged && dragged !== part) change({ order: moved(order, dragged, at) });
              }}
              onDrop={(event) => event.preventDefault()}
              onKeyDown={(event) => press(event, part, at)}
            >
              <GripVertical size={15} aria-hidden />
              <label>
                <input type="checkbox" checked={shown.includes(part)} onChange={(event) => change({ shown: event.target.checked ? [...shown, part] : shown.filter((b) => b !== part) })} />
                {name}
              </label>
              <IconButton size="small" label={t("report.block.up", { name })} why={at === 0 && t("why.first")} onClick={() => move(part, at - 1)}>
                <ArrowUp size={14} aria-hidden />
              </IconButton>
              <IconButton size="small" label={t("report.block.down", { name })} why={at === order.length - 1 && t("why.last")} onClick={() => move(part, at + 1)}>
                <ArrowDown size={14} aria-hidden />
              </IconButton>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
