import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Segmented } from "../../ui/Segmented";
import type { Amount, Tax, TaxBand } from "../../api/types";
import { useLens } from "../editing";
import { AmountField, OptionalAmount } from "../fields/AmountField";
import { useWords } from "../fields/choices";
import fieldStyles from "../fields/fields.module.css";
import { Grid, Group, More } from "../fields/Frame";
import { OptionalChoice, ShareField, SwitchField, TextField } from "../fields/Simple";
import { item, orElse, part, type Lens } from "../lens";
import { isOwn, OWN_REGIMES, taxedBy, withBand } from "./taxes";
import styles from "./sections.module.css";

const RATES = ["income", "gains", "dividends", "interest", "pension"] as const;
const FILINGS = ["single", "joint", "separate", "headOfHousehold"] as const;

export function TaxForm() {
  const { t, plan } = useWords();
  const lens = useLens<Tax>(["tax"], "edit.tax.regime");
  const { regime } = lens.value;
  const shown = [...OWN_REGIMES, ...(isOwn(regime) ? [] : [regime])];
  const options = shown.map((value) => ({ value, label: isOwn(value) ? t(`plan.regime.${value}`) : value }));
  const params = orElse(part(lens, "params", "edit.tax.rates"), {});
  return (
    <div className={styles.stack}>
      <Group label={t("plan.regime")} pointer="/tax/regime" hint={isOwn(regime) ? t(`plan.regime.${regime}.why`) : t("plan.regime.other.why")}>
        <Segmented label={t("plan.regime")} value={regime} options={options} onChange={(next) => isOwn(next) && lens.set(taxedBy(lens.value, next, plan.currency))} />
      </Group>
      {regime !== "none" && (
        <>
          {regime === "bands" && (
            <Card title={t("plan.bands")} look="plain">
              <Bands lens={orElse(part(params, "bands", "edit.tax.bands"), [])} />
              <Grid>
                <OptionalAmount label={t("plan.deduction")} hint={t("plan.deduction.why")} lens={part(params, "deduction")} absent={{ cur: plan.currency, per: "year", basis: "today" }} unit={t("plan.per.year")} />
                <SwitchField label={t("plan.indexed")} hint={t("plan.indexed.why")} lens={part(params, "indexed")} absent />
              </Grid>
            </Card>
          )}
          <Card title={t("plan.taxRates")} look="plain">
            <Grid>
              {RATES.filter((rate) => rate !== "income" || regime !== "bands").map((rate) => (
                <ShareField key={rate} label={t(`plan.tax.${rate}`)} hint={t(`plan.tax.${rate}.why`)} lens={part(params, rate)} />
              ))}
              <SwitchField label={t("plan.perPerson")} hint={t("plan.perPerson.why")} lens={part(lens, "perPerson")} />
              <More>
                <OptionalAmount label={t("plan.cappedExempt")} hint={t("plan.cappedExempt.why")} lens={part(params, "cappedExempt")} absent={{ cur: plan.currency, per: "year", basis: "nominal" }} unit={t("plan.per.year")} />
                <ShareField label={t("plan.cappedRate")} lens={part(params, "cappedRate")} />
                <SwitchField label={t("plan.localTax")} lens={part(params, "localTax")} />
                <OptionalChoice label={t("plan.filing")} lens={part(params, "filingStatus")} none={t("plan.notGiven")} options={FILINGS.map((value) => ({ value, label: t(`plan.filing.${value}`) }))} />
                <TextField label={t("plan.pack")} lens={part(lens, "pack")} />
              </More>
            </Grid>
          </Card>
        </>
      )}
    </div>
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
            <IconButton label={t("plan.remove")} size="small" onClick={() => lens.set(bands.toSpliced(index, 1))}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        ))}
        <div>
          <Button look="quiet" size="small" icon={<Plus size={16} aria-hidden />} data-add="bands" onClick={() => lens.set(withBand(bands, plan.currency))}>
            {t("plan.band.add")}
          </Button>
        </div>
      </div>
    </Group>
  );
}
