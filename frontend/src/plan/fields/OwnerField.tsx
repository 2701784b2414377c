// Who something belongs to, and references to other records.
import type { ReactNode } from "react";
import { useText } from "../../i18n/text";
import { PercentInput, Select } from "../../ui/Inputs";
import type { Owner } from "../../api/types";
import type { Lens } from "../lens";
import type { Collection } from "../sections";
import { withWeight } from "../weights";
import { useChoices } from "./choices";
import styles from "./fields.module.css";
import { Group } from "./Frame";
import { OptionalChoice } from "./Simple";

export function OwnerField({ label, lens }: { label: string; lens: Lens<Owner | undefined> }) {
  const t = useText();
  const people = useChoices("people");
  const owner = lens.value ?? "joint";
  const now = typeof owner === "string" ? owner : "split";
  const options = [
    ...people,
    ...(people.length > 1 || now === "joint" ? [{ value: "joint", label: t("plan.owner.joint") }] : []),
    ...(people.length > 1 || now === "split" ? [{ value: "split", label: t("plan.owner.split") }] : []),
  ];
  const choose = (next: string) => lens.set(next === "split" ? evenly(people.map((one) => one.value).slice(0, 2)) : next);
  return (
    <Group label={label} pointer={lens.pointer} cell={typeof owner === "string"}>
      <div className={styles.row}>
        <div className={styles.grow}>
          <Select label={label} value={now} options={options} onChange={choose} />
        </div>
        {typeof owner === "object" &&
          people.map((person) => (
            <div key={person.value} className={styles.fit}>
              <div className={styles.part}>{person.label}</div>
              <PercentInput label={`${label}: ${person.label}`} value={owner[person.value] ?? 0} min={0} max={1} onCommit={(share) => lens.set(withWeight(owner, person.value, share ?? 0))} />
            </div>
          ))}
      </div>
    </Group>
  );
}

function evenly(people: readonly string[]): Owner {
  return Object.fromEntries(people.map((id) => [id, 1 / people.length]));
}

interface RecordFieldProps {
  label: string;
  lens: Lens<string | undefined>;
  collection: Collection;
  /** What no choice means. */
  none: string;
  hint?: ReactNode;
  /** A record that may not be chosen: the one being edited. */
  except?: string;
}

/** A reference to another record, or none. */
export function RecordField({ label, lens, collection, none, hint, except }: RecordFieldProps) {
  const options = useChoices(collection).filter((option) => option.value !== except);
  return <OptionalChoice label={label} lens={lens} options={options} none={none} hint={hint} />;
}
