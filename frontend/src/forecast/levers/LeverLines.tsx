import { Fragment } from "react";
import { formatPoints } from "../../format/number";
import { useLocale, useText } from "../../i18n/text";
import { useAnalysis } from "../../shell/analysis";
import { shownChange } from "./best";
import { moveWords } from "./words";

const most = 8;

/** What moves the plan most, as lines of text for paper: it names no amount. */
export function LeverLines({ working, none, unit }: { working: string; none: string; unit: string }) {
  const t = useText();
  const locale = useLocale();
  const { answer, fault } = useAnalysis("drivers", {});
  if (!answer) return <p role="status">{fault ? none : working}</p>;
  const moves = (answer.drivers?.rows ?? [])
    .flatMap((row) => [row.down, row.up].map((move) => ({ row, move })))
    .filter(({ move }) => move.possible && move.delta)
    .map(({ row, move }) => ({ name: moveWords({ t, locale }, { lever: row.lever, unit: row.unit, amount: move.amount }), change: shownChange(answer.base, move) }))
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, most);
  if (moves.length === 0) return <p>{none}</p>;
  return (
    <dl style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", gap: "1mm 4mm", margin: 0 }}>
      {moves.map(({ name, change }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd style={{ margin: 0, textAlign: "right" }}>
            {formatPoints(change)} {unit}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
