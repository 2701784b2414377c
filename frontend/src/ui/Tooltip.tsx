import { Tooltip as Radix } from "radix-ui";
import { useContext, type ReactElement, type ReactNode } from "react";
import { Layer } from "./layer";
import styles from "./Tooltip.module.css";

/** Wrap the whole program once. */
export const TooltipProvider = Radix.Provider;

/** A short explanation on hover and focus. The child must take a ref and props. */
export function Tooltip({ text, side = "bottom", children }: { text: ReactNode; side?: "top" | "bottom" | "left" | "right"; children: ReactElement }) {
  const layer = useContext(Layer);
  return (
    <Radix.Root delayDuration={500}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content className={styles.tip} side={side} sideOffset={6} collisionPadding={8}>
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
