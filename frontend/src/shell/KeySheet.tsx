import { useText } from "../i18n/text";
import { Kbd } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import styles from "./KeySheet.module.css";

const mod = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** Every key that works, in one place. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  const then = t("keys.then");
  const groups = [
    {
      heading: t("keys.go"),
      rows: [
        { what: t("nav.today"), keys: ["g", then, "t"] },
        { what: t("nav.plan"), keys: ["g", then, "p"] },
        { what: t("nav.futures"), keys: ["g", then, "f"] },
        { what: t("nav.levers"), keys: ["g", then, "l"] },
        { what: t("nav.compare"), keys: ["g", then, "c"] },
        { what: t("nav.track"), keys: ["g", then, "k"] },
        { what: t("nav.docs"), keys: ["g", then, "d"] },
        { what: t("nav.advisor"), keys: ["g", then, "a"] },
        { what: t("nav.report"), keys: ["g", then, "r"] },
        { what: t("nav.settings"), keys: ["g", then, "s"] },
        { what: t("keys.palette"), keys: [mod, "K"] },
        { what: t("keys.advisor"), keys: [mod, "J"] },
      ],
    },
    {
      heading: t("keys.plan"),
      rows: [
        { what: t("keys.undo"), keys: [mod, "Z"] },
        { what: t("keys.redo"), keys: [mod, "Shift", "Z"] },
        { what: t("keys.history"), keys: ["h"] },
        { what: t("keys.run"), keys: ["r"] },
        { what: t("keys.branch"), keys: ["b"] },
        { what: t("keys.section.new"), keys: ["n"] },
        { what: t("keys.section.edit"), keys: ["e"] },
        { what: t("keys.section.filter"), keys: ["/"] },
      ],
    },
    {
      heading: t("keys.view"),
      rows: [
        { what: t("keys.basis"), keys: ["v"] },
        { what: t("keys.privacy"), keys: ["p"] },
        { what: t("keys.lock"), keys: [mod, "Shift", "L"] },
        { what: t("keys.help"), keys: ["?"] },
      ],
    },
    {
      heading: t("keys.chart"),
      rows: [
        { what: t("keys.chart.move"), keys: ["←", "→"] },
        { what: t("keys.chart.jump"), keys: ["Shift", "←", "→"] },
        { what: t("keys.chart.open"), keys: ["Enter"] },
        { what: t("keys.chart.table"), keys: ["t"] },
        { what: `${t("keys.replay")}: ${t("replay.keys")}`, keys: ["[", "]"] },
      ],
    },
    {
      heading: t("reader.keys"),
      rows: [
        { what: `${t("reader.previous")}, ${t("reader.next")}`, keys: ["←", "→"] },
        { what: `${t("reader.zoom.out")}, ${t("reader.zoom.in")}`, keys: ["−", "+"] },
        { what: t("reader.find"), keys: ["/"] },
      ],
    },
  ];
  return (
    <Dialog open={open} onClose={onClose} title={t("keys.title")}>
      <div className={styles.sheet}>
        {groups.map((group) => (
          <section key={group.heading}>
            <h3 className={styles.heading}>{group.heading}</h3>
            {group.rows.map((row) => (
              <div key={row.what} className={styles.row}>
                <span>{row.what}</span>
                <span className={styles.keys}>{row.keys.map((k) => (k === then ? <span key={k}>{k}</span> : <Kbd key={k}>{k}</Kbd>))}</span>
              </div>
            ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
