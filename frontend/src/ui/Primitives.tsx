// Every primitive in every state, on one page: what a change of a token or a style is looked at with.
import { Plus } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useText } from "../i18n/text";
import { Button, IconButton } from "./Button";
import { Badge, Card, EmptyState, FailedState, Kbd, Skeleton } from "./Card";
import { Dialog, Drawer } from "./Dialog";
import { Field } from "./Field";
import { DecimalInput, MoneyInput, MonthInput, NumberInput, PercentInput, SecretInput, Select, TextInput } from "./Inputs";
import { Menu } from "./Menu";
import { Money } from "./Money";
import { Note } from "./Note";
import { Picker } from "./Picker";
import { Popover } from "./Popover";
import styles from "./Primitives.module.css";
import { Segmented } from "./Segmented";
import { Slider } from "./Slider";
import { Switch } from "./Switch";
import { Tabs } from "./Tabs";
import { useToast } from "./Toast";

const colours = ["paper", "surface", "raised", "sunken", "ink", "ink-2", "ink-3", "line", "line-strong", "accent", "accent-soft", "good", "warn", "bad", "data-1", "data-2", "data-3", "data-4", "data-5", "data-6", "band-outer", "band-middle", "band-inner", "band-median"];
const nothing = () => undefined;

export default function Primitives() {
  const t = useText();
  return (
    <div className={styles.page}>
      <h1 className={styles.h1}>{t("primitives.title")}</h1>
      <Part title={t("primitives.colours")}>
        {colours.map((name) => (
          <span key={name} className={styles.colour}>
            <i style={{ background: `var(--${name})` }} />
            {name}
          </span>
        ))}
      </Part>
      <Acts />
      <Inputs />
      <Choices />
      <Part title={t("primitives.words")}>
        {(["neutral", "good", "warn", "bad", "accent"] as const).map((tone) => (
          <Badge key={tone} tone={tone}>{tone}</Badge>
        ))}
        <Kbd>K</Kbd>
        <Money value={1234567.89} currency="USD" />
        <Money value={452_300_000} currency="KRW" style="round" />
        <Money value={-1200} currency="USD" signed />
        {(["hint", "remark", "warning", "error"] as const).map((tone) => (
          <Note key={tone} tone={tone}>{tone}</Note>
        ))}
      </Part>
      <Part title={t("primitives.states")}>
        <Card title={t("primitives.card")}>{t("primitives.text")}</Card>
        <Card look="plain" title={t("primitives.card")} aside={<Badge>1</Badge>}>{t("primitives.text")}</Card>
        <EmptyState title={t("primitives.empty")} actions={<Button look="primary">{t("primitives.act")}</Button>}>{t("primitives.text")}</EmptyState>
        <FailedState title={t("primitives.failed")} fix={t("primitives.text")} actions={<Button>{t("app.again")}</Button>} />
        <Skeleton width={220} height={48} />
      </Part>
      <Layers />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      <div className={styles.row}>{children}</div>
    </section>
  );
}

function Acts() {
  const t = useText();
  const word = t("primitives.act");
  return (
    <Part title={t("primitives.buttons")}>
      {(["primary", "secondary", "quiet", "danger"] as const).flatMap((look) => [
        <Button key={look} look={look}>{word}</Button>,
        <Button key={look + "off"} look={look} why={t("primitives.text")}>{word}</Button>,
      ])}
      {(["small", "medium", "large"] as const).map((size) => (
        <Button key={size} size={size} icon={<Plus size={16} aria-hidden />}>{word}</Button>
      ))}
      <IconButton label={word}><Plus size={18} aria-hidden /></IconButton>
      <IconButton size="small" label={word} why={t("primitives.text")}><Plus size={16} aria-hidden /></IconButton>
    </Part>
  );
}

function Inputs() {
  const t = useText();
  const label = t("primitives.field");
  const [text, setText] = useState("");
  const [amount, setAmount] = useState<string | null>("450000000");
  return (
    <Part title={t("primitives.inputs")}>
      <Field label={label} hint={t("primitives.text")}><TextInput value={text} onCommit={setText} /></Field>
      <Field label={label} error={t("primitives.failed")}><TextInput value={text} onCommit={setText} /></Field>
      <Field label={label} warning={t("primitives.text")} optional="1"><TextInput value={text} onCommit={setText} /></Field>
      <Field label={label}><SecretInput value={text} onType={setText} /></Field>
      <Field label={label}><MoneyInput value={amount} currency="KRW" onCommit={setAmount} /></Field>
      <Field label={label}><PercentInput value={0.025} onCommit={nothing} /></Field>
      <Field label={label}><NumberInput value={57} onCommit={nothing} /></Field>
      <Field label={label}><DecimalInput value={0.4} onCommit={nothing} /></Field>
      <Field label={label}><MonthInput label={label} value="2026-04" onCommit={nothing} /></Field>
      <Field label={label}><Select value="a" options={[{ value: "a", label: "A" }, { value: "b", label: "B" }]} onChange={nothing} /></Field>
    </Part>
  );
}

function Choices() {
  const t = useText();
  const [one, setOne] = useState<"a" | "b">("a");
  const [on, setOn] = useState(true);
  const [at, setAt] = useState(40);
  const word = t("primitives.field");
  const options = (["a", "b"] as const).map((value) => ({ value, label: value.toUpperCase() }));
  return (
    <Part title={t("primitives.choices")}>
      <Segmented label={word} value={one} onChange={setOne} options={options} />
      <Switch label={word} checked={on} onChange={setOn} />
      <div className={styles.wide}><Slider label={word} value={at} min={0} max={100} step={1} onMove={setAt} onCommit={setAt} say={String} /></div>
      <div className={styles.wide}><Tabs label={word} value={one} onChange={setOne} tabs={options.map(({ value, label }) => ({ value, label, panel: t("primitives.text") }))} /></div>
      <div className={styles.wide}><Picker label={word} value={one} onChoose={setOne} options={options.map(({ value, label }) => ({ value, name: label, about: t("primitives.text") }))} words={{ open: t("primitives.open"), close: t("app.back"), keys: t("primitives.text") }} /></div>
    </Part>
  );
}

function Layers() {
  const t = useText();
  const { toast } = useToast();
  const [open, setOpen] = useState<"dialog" | "drawer" | null>(null);
  const close = () => setOpen(null);
  return (
    <Part title={t("primitives.layers")}>
      <Button onClick={() => setOpen("dialog")}>Dialog</Button>
      <Button onClick={() => setOpen("drawer")}>Drawer</Button>
      <Button onClick={() => toast({ text: t("primitives.text") })}>Toast</Button>
      <Button onClick={() => toast({ text: t("primitives.failed"), tone: "bad", details: [t("primitives.text")] })}>Toast 2</Button>
      <Menu trigger={<Button>Menu</Button>} groups={[{ heading: t("primitives.field"), items: [{ key: "a", label: "A", note: "1", onSelect: nothing }, { key: "b", label: "B", checked: true, onSelect: nothing }, { key: "c", label: "C", danger: true, onSelect: nothing }, { key: "d", label: "D", why: t("primitives.text"), onSelect: nothing }] }]} />
      <Popover label={t("primitives.layers")} trigger={<Button>Popover</Button>}>{t("primitives.text")}</Popover>
      <Dialog open={open === "dialog"} onClose={close} title={t("primitives.card")} actions={<Button look="primary" onClick={close}>{t("primitives.act")}</Button>}>{t("primitives.text")}</Dialog>
      <Drawer open={open === "drawer"} onClose={close} title={t("primitives.card")}>{t("primitives.text")}</Drawer>
    </Part>
  );
}
