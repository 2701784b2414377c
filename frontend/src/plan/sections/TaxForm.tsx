import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../ui/Button";
import { Badge, Card } from "../../ui/Card";
import { Picker } from "../../ui/Picker";
import type { Amount, Regime, Tax, TaxBand, TaxLaw, TaxParams } from "../../api/types";
import { useLens } from "../editing";
import { AmountField, OptionalAmount } from "../fields/AmountField";
import { useWords } from "../fields/choices";
import fieldStyles from "../fields/fields.module.css";
import { Grid, Group, Limits, More } from "../fields/Frame";
import { OptionalChoice, ShareField, SwitchField } from "../fields/Simple";
import { useTaxLaws } from "../laws";
import { item, orElse, part, type Lens } from "../lens";
import { PassportMark } from "../passports/Passport";
import { usePickerWords } from "./pickers";
import { isOwn, REGIMES, taxedBy, withBand } from "./taxes";
import styles from "./sections.module.css";

const RATES = ["income", "gains", "dividends", "interest", "pension"] as const;
const FILINGS = ["single", "joint", "separate", "headOfHousehold"] as const;

export function TaxForm() {
  const { t, plan } = useWords();
  const words = usePickerWords();
  const laws = useTaxLaws();
  const lens = useLens<Tax>(["tax"], "edit.tax.regime");
  const { regime } = lens.value;
  const law = laws.find((one) => one.regime === regime);
  const params = orElse(part(lens, "params", "edit.tax.rates"), {});
  const taxed = (next: Regime) => taxedBy(lens.value, next, plan.currency, laws.find((one) => one.regime === next)?.packs.at(-1)?.id);
  return (
    <div className={styles.stack}>
      <Group label={t("plan.regime")} pointer="/tax/-">
        <Picker
          label={t("plan.regime")}
          value={regime}
          words={words}
          options={REGIMES.map((value) => ({ value, name: t(`plan.regime.${value}`), about: t(`plan.regime.${value}.why`), use: t(`plan.regime.${value}.use`) }))}
          onTry={(next) => lens.preview(next === null ? lens.value : taxed(next))}
          onChoose={(next) => lens.set(taxed(next))}
        />
        <PassportMark pointer="/tax/regime" />
      </Group>
      {law && <LawNote law={law} />}
      {regime === "us.federal" && <FederalFields lens={params} />}
      {regime === "kr" && <KoreaFields lens={params} />}
      {isOwn(regime) && regime !== "none" && <OwnRates lens={lens} params={params} />}
    </div>
  );
}

/** Which years of the law are built in, what stands in for the others, and where the figures come from. */
function LawNote({ law }: { law: TaxLaw }) {
  const { t } = useWords();
  const newest = law.packs.at(-1);
  if (!newest) return null;
  const years = law.first === law.last ? String(law.last) : t("plan.law.span", { first: String(law.first), last: String(law.last) });
  return (
    <Card title={t("plan.law")} look="plain" aside={<Badge>{newest.id}</Badge>}>
      <p className={styles.note}>{t("plan.law.years", { years })}</p>
      <Group label={t("plan.law")} pointer="/tax/pack" quiet>
        <Limits pointer="/tax/regime" />
      </Group>
      <More label={t("plan.law.sources")}>
        <ul className={styles.sources}>
          {newest.sources.map((source) => (
            <li key={source.document + source.where}>
              <strong>{source.document}</strong>
              <span>{source.where}</span>
            </li>
          ))}
        </ul>
      </More>
    </Card>
  );
}

function FederalFields({ lens }: { lens: Lens<TaxParams> }) {
  const { t } = useWords();
  return (
    <Card title={t("plan.law.params")} look="plain">
      <Grid>
        <OptionalChoice
          label={t("plan.filing")}
          hint={t("plan.filing.why")}
          lens={part(lens, "filingStatus")}
          none={t("plan.filing.none")}
          options={FILINGS.map((value) => ({ value, label: t(`plan.filing.${value}`) }))}
        />
        <ShareField label={t("plan.tax.state")} hint={t("plan.tax.state.why")} lens={part(lens, "stateRate")} />
      </Grid>
    </Card>
  );
}

function KoreaFields({ lens }: { lens: Lens<TaxParams> }) {
  const { t, plan } = useWords();
  return (
    <Card title={t("plan.law.params")} look="plain">
      <Grid>
        <SwitchField label={t("plan.localTax")} hint={t("plan.localTax.why")} lens={part(lens, "localTax")} absent />
        <SwitchField label={t("plan.indexed")} hint={t("plan.indexed.why")} lens={part(lens, "indexed")} absent />
        <ShareField label={t("plan.tax.krGains")} hint={t("plan.tax.krGains.why")} lens={part(lens, "gains")} />
        <ShareField label={t("plan.tax.severance")} hint={t("plan.tax.severance.why")} lens={part(lens, "severanceRate")} />
        <OptionalAmount label={t("plan.cappedExempt")} hint={t("plan.cappedExempt.kr")} lens={part(lens, "cappedExempt")} absent={{ cur: plan.currency, per: "year", basis: "nominal" }} unit={t("plan.per.year")} />
      </Grid>
    </Card>
  );
}

/** Rates, and bands where there are some, that the household gives itself. */
function OwnRates({ lens, params }: { lens: Lens<Tax>; params: Lens<TaxParams> }) {
  const { t, plan } = useWords();
  const bands = lens.value.regime === "bands";
  return (
    <>
      {bands && (
        <Card title={t("plan.bands")} look="plain">
          <Grid>
            <Bands lens={orElse(part(params, "bands", "edit.tax.bands"), [])} />
            <OptionalAmount label={t("plan.deduction")} hint={t("plan.deduction.why")} lens={part(params, "deduction")} absent={{ cur: plan.currency, per: "year", basis: "today" }} unit={t("plan.per.year")} />
            <SwitchField label={t("plan.indexed")} hint={t("plan.indexed.why")} lens={part(params, "indexed")} absent />
          </Grid>
        </Card>
      )}
      <Card title={t("plan.taxRates")} look="plain">
        <Grid>
          {RATES.filter((rate) => rate !== "income" || !bands).map((rate) => (
            <ShareField key={rate} label={t(`plan.tax.${rate}`)} hint={t(`plan.tax.${rate}.why`)} lens={part(params, rate)} />
          ))}
          <SwitchField label={t("plan.perPerson")} hint={t("plan.perPerson.why")} lens={part(lens, "perPerson")} />
          <More>
            <OptionalAmount label={t("plan.cappedExempt")} hint={t("plan.cappedExempt.why")} lens={part(params, "cappedExempt")} absent={{ cur: plan.currency, per: "year", basis: "nominal" }} unit={t("plan.per.year")} />
            <ShareField label={t("plan.cappedRate")} lens={part(params, "cappedRate")} />
          </More>
        </Grid>
      </Card>
    </>
  );
}

function Bands({ lens }: { lens: Lens<TaxBand[]> }) {
  const { t, plan } = useWords();
  const bands = lens.value;
  return (
    <Group label={t("plan.bands.list")} pointer={lens.pointer} hint={t("plan.bands.why")} reach="exact" quiet>
      <div className={fieldStyles.items}>
        {bands.map((_, index) => (
          <div key={index} className={fieldStyles.item} data-pointer={`${lens.pointer}/${index}`}>
            <div className={fieldStyles.itemBody}>
              <AmountField label={t("plan.band.from")} lens={part(item(lens, index), "from") as Lens<Amount>} unit={t("plan.per.year")} />
              <ShareField label={t("plan.band.rate")} lens={part(item(lens, index), "rate")} required />
            </div>
            <IconButton edits label={t("plan.remove")} size="small" onClick={() => lens.set(bands.toSpliced(index, 1))}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        ))}
        <div>
          <Button edits look="quiet" size="small" icon={<Plus size={16} aria-hidden />} data-add="bands" onClick={() => lens.set(withBand(bands, plan.currency))}>
            {t("plan.band.add")}
          </Button>
        </div>
      </div>
    </Group>
  );
}
