import { Suspense, useState, type ReactElement, type ReactNode } from "react";
import { asking, type Trigger } from "./asking";
import { part } from "./part";

export interface MenuItem {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  /** Small words at the end: a shortcut, a date. */
  note?: ReactNode;
  checked?: boolean;
  danger?: boolean;
  /** Why it cannot be chosen now, in words that stand at its end; nothing where it can. */
  why?: string | false;
  onSelect: () => void;
}

/** Items in groups, a hairline between groups; a string is a group's heading. */
export type MenuGroup = { heading?: string; items: MenuItem[] };

export interface MenuProps {
  trigger: Trigger;
  groups: MenuGroup[];
  align?: "start" | "end";
}

const Panel = part(() => import("./MenuPanel"));

export const fetchMenu = Panel.load;

/** A list of acts behind a button. What opens is fetched when somebody comes near. */
export function Menu(props: MenuProps): ReactElement {
  const [asked, setAsked] = useState<{ typed: boolean } | null>(null);
  const closed = asking(props.trigger, "menu", () => void fetchMenu(), (typed) => setAsked({ typed }));
  if (!asked) return closed;
  return (
    <Suspense fallback={closed}>
      <Panel {...props} typed={asked.typed} />
    </Suspense>
  );
}
