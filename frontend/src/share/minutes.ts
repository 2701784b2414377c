import type { useText } from "../i18n/text";

/** What is offered, the usual first. */
export const minutesOffered = [120, 30, 480, 0] as const;

/** "after 2 hours". */
export function minutesWords(t: ReturnType<typeof useText>, minutes: number): string {
  const offered = minutesOffered.find((m) => m === minutes);
  return offered === undefined ? t("share.minutes.other", { minutes }) : t(`share.minutes.${offered}`);
}
