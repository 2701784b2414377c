import { FileText, Pencil, Table2 } from "lucide-react";
import { formatMonth } from "../../format/time";
import { Money } from "../../ui/Money";
import type { Access, Account, Alloc, Owner, TimeRef, Wrapper } from "../../api/types";
import { useEditing } from "../editing";
import { AllocField, MixBar } from "../fields/AllocField";
import { AmountField, FeeField, OptionalAmount, useCurrencies } from "../fields/AmountField";
import { useWords } from "../fields/choices";
import { Group, More } from "../fields/Frame";
import { OwnerField, RecordField } from "../fields/OwnerField";
import { ChoiceField, MonthField, OptionalChoice, ShareField, SwitchField, TextField } from "../fields/Simple";
import { OptionalWhen, useFirstAge } from "../fields/WhenField";
import { Segmented } from "../../ui/Segmented";
import { lawOf, useTaxLaws } from "../laws";
import { orElse, part, type Lens } from "../lens";
import type { SectionProps } from "../filter";
import { Records } from "../Records";
import { firstWeights } from "../weights";
import { accountKindName, ageWords, momentWords, ownerWords, type Words } from "../words";
import styles from "./sections.module.css";

const WRAPPERS: readonly Wrapper[] = ["cash", "taxable", "deferred", "exempt", "capped", "purpose", "pensionDB", "restricted", "crypto", "other"];

export function Accounts({ filter }: SectionProps) {
  const words = useWords();
  const { t, plan } = words;
  const detail = (account: Account, id: string) => (
    <span className={styles.pieces}>
      <SourceMark id={id} />
      <span>{ownerWords(words, account.owner)}</span>
      {account.access?.from && <span>{accessWords(words, account.owner, account.access.from)}</span>}
      <MixBar small weights={firstWeights(account.alloc ?? plan.allocation.default)} />
    </span>
  );
  return (
    <Records
      collection="accounts"
      filter={filter}
      detail={detail}
      figure={(account) => (
        <>
          <Money value={account.balance.amt} currency={account.balance.cur ?? account.cur ?? plan.currency} />
          {account.balance.asOf && <small>{formatMonth(account.balance.asOf, words.locale)}</small>}
        </>
      )}
      group={{ of: (account) => account.wrapper, label: (wrapper) => t(`plan.wrapper.${wrapper as Wrapper}`), order: WRAPPERS }}
      editor={(lens, id) => <AccountEditor lens={lens} id={id} />}
    />
  );
}

function accessWords(words: Words, owner: Owner, from: TimeRef): string {
  const own = from.at === "age" && from.person === owner;
  return own ? words.t("plan.account.fromAge", { age: ageWords(words, from) }) : words.t("plan.account.from", { when: momentWords(words, from) });
}

/** Where a balance came from. */
function SourceMark({ id }: { id: string }) {
  const { t, plan } = useWords();
  const source = plan.sources?.[`/accounts/${id}/balance`];
  if (source?.kind === "document") return <span className={styles.source}><FileText size={13} aria-hidden />{source.page ? t("plan.source.page", { page: source.page }) : t("plan.source.document")}</span>;
  if (source?.kind === "import") return <span className={styles.source}><Table2 size={13} aria-hidden />{t("plan.source.import")}</span>;
  return <span className={styles.source} title={t("plan.source.manual")}><Pencil size={13} role="img" aria-label={t("plan.source.manual")} /></span>;
}

function AccountEditor({ lens, id }: { lens: Lens<Account>; id: string }) {
  const { t } = useWords();
  const account = lens.value;
  const currencies = useCurrencies(account.cur);
  return (
    <>
      <TextField label={t("plan.name")} lens={part(lens, "name", "edit.rename")} required />
      <OwnerField label={t("plan.owner")} lens={part(lens, "owner", "edit.accounts.owner")} />
      <ChoiceField
        label={t("plan.account.wrapper")}
        hint={WRAPPERS.includes(account.wrapper) ? t(`plan.wrapper.${account.wrapper}.why`) : undefined}
        lens={part(lens, "wrapper", "edit.accounts.wrapper")}
        options={WRAPPERS.map((value) => ({ value, label: t(`plan.wrapper.${value}`) }))}
        wide
      />
      <KindField lens={lens} />
      <AmountField label={t("plan.account.balance")} lens={part(lens, "balance", "edit.accounts.balance")} hint={t("plan.account.balance.why")} />
      <MonthField label={t("plan.asOf")} lens={part(part(lens, "balance", "edit.accounts.balance"), "asOf")} />
      {(account.wrapper === "taxable" || account.wrapper === "crypto" || account.wrapper === "restricted" || account.basis?.cost) && <BasisField lens={lens} kind="cost" />}
      {(account.wrapper === "exempt" || account.wrapper === "capped" || account.wrapper === "deferred" || account.basis?.contributed) && <BasisField lens={lens} kind="contributed" />}
      <AccessField lens={lens} id={id} />
      <OwnMix lens={lens} />
      <FeeField label={t("plan.account.fee")} lens={part(lens, "fee", "edit.accounts.fee")} hint={t("plan.account.fee.why")} />
      <More>
        {currencies.length > 1 && <ChoiceField label={t("plan.currency")} lens={part(lens, "cur") as Lens<string>} options={currencies.map((value) => ({ value, label: value }))} />}
        <SwitchField label={t("plan.account.exclude")} lens={part(lens, "excludeFromPlan")} hint={t("plan.account.exclude.why")} wide />
        <TextField label={t("plan.account.institution")} lens={part(lens, "institution")} />
        <RecordField label={t("plan.account.rollTo")} lens={part(lens, "rollTo")} collection="accounts" except={id} none={t("plan.nowhere")} />
        <TextField label={t("plan.account.rmd")} lens={part(lens, "rmd")} />
      </More>
    </>
  );
}

/** What the law calls it; the law of the plan, or of its country. */
function KindField({ lens }: { lens: Lens<Account> }) {
  const { t, plan } = useWords();
  const law = lawOf(useTaxLaws(), plan);
  const kind = part(lens, "kind", "edit.accounts.wrapper");
  if (!law && lens.value.kind === undefined) return null;
  const kinds = law?.kinds ?? [];
  const wrapperOf = (id: string | undefined) => WRAPPERS.find((wrapper) => wrapper === kinds.find((one) => one.id === id)?.wrapper);
  const of = (id: string | undefined): Account => ({ ...lens.value, kind: id, wrapper: wrapperOf(id) ?? lens.value.wrapper });
  return (
    <OptionalChoice
      label={t("plan.account.kind")}
      hint={t("plan.account.kind.choose")}
      lens={{ ...kind, set: (id) => lens.set(of(id), "edit.accounts.wrapper") }}
      none={t("plan.account.kind.none")}
      options={kinds.map(({ id }) => ({ value: id, label: accountKindName(t, id) }))}
    />
  );
}

function BasisField({ lens, kind }: { lens: Lens<Account>; kind: "cost" | "contributed" }) {
  const { t, plan } = useWords();
  const basis = orElse(part(lens, "basis", "edit.accounts.balance"), {});
  return (
    <OptionalAmount
      label={t(`plan.account.basis.${kind}`)}
      hint={t(`plan.account.basis.${kind}.why`)}
      lens={part(basis, kind)}
      absent={{ cur: lens.value.cur ?? plan.currency, ...(lens.value.balance.asOf ? { asOf: lens.value.balance.asOf } : {}) }}
    />
  );
}

function AccessField({ lens, id }: { lens: Lens<Account>; id: string }) {
  const { t, plan } = useWords();
  const first = useFirstAge(60);
  const owner = plan.accounts?.[id]?.owner;
  const begin: TimeRef = typeof owner === "string" && owner !== "joint" ? { ...first, person: owner } : first;
  const access = lens.value.access;
  const key = "edit.accounts.access" as const;
  const opened: Lens<TimeRef | undefined> = {
    ...part(orElse(part(lens, "access", key), {}), "from"),
    value: access?.from ?? undefined,
    set: (from) => lens.set({ ...lens.value, access: from ? { ...access, from } : withoutFrom(access) }, key),
    preview: (from) => lens.preview({ ...lens.value, access: from ? { ...access, from } : withoutFrom(access) }),
  };
  return (
    <>
      <OptionalWhen label={t("plan.account.access")} hint={t("plan.account.access.why")} none={t("plan.account.access.always")} some={t("plan.moment.from")} first={begin} lens={opened} />
      {access && <ShareField label={t("plan.account.penalty")} lens={part(orElse(part(lens, "access", key), {}), "penaltyRate")} hint={t("plan.account.penalty.why")} />}
    </>
  );
}

function withoutFrom(access: Access | undefined): Access | undefined {
  const { from: _, ...rest } = access ?? {};
  return Object.keys(rest).length > 0 ? rest : undefined;
}

/** The household's mix, or one of its own. */
function OwnMix({ lens }: { lens: Lens<Account> }) {
  const { t } = useWords();
  const { plan } = useEditing();
  const alloc = lens.value.alloc;
  const options = (["household", "own"] as const).map((value) => ({ value, label: t(`plan.account.mix.${value}`) }));
  const own = (): Alloc => ({ weights: firstWeights(plan.allocation.default), rebalance: "yearly" });
  return (
    <Group label={t("plan.account.mix")} pointer={lens.pointer + "/alloc"} reach="exact">
      <Segmented label={t("plan.account.mix")} value={alloc ? "own" : "household"} options={options} onChange={(next) => lens.set({ ...lens.value, alloc: next === "own" ? own() : undefined }, "edit.accounts.alloc")} />
      {alloc && <AllocField label={t("plan.account.mix.own")} lens={part(lens, "alloc", "edit.accounts.alloc") as Lens<Alloc>} />}
    </Group>
  );
}
