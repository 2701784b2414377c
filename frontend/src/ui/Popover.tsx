import { Suspense, useState, type ReactElement, type ReactNode } from "react";
import { asking, type Trigger } from "./asking";
import { part } from "./part";

export interface PopoverProps {
  trigger: Trigger;
  label: string;
  align?: "start" | "center" | "end";
  children: ReactNode;
}

const Panel = part(() => import("./PopoverPanel"));

export const fetchPopover = Panel.load;

/** A small panel beside what opened it. Not modal: the page stays in use. What opens is fetched when somebody comes near. */
export function Popover(props: PopoverProps): ReactElement {
  const [asked, setAsked] = useState(false);
  const closed = asking(props.trigger, "dialog", () => void fetchPopover(), () => setAsked(true));
  if (!asked) return closed;
  return (
    <Suspense fallback={closed}>
      <Panel {...props} />
    </Suspense>
  );
}
