// Cloudflare Access in front of the second listener: a sign-in there, besides the own invitation.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { changeDoor, listGuests } from "../api/guests";
import type { Door } from "../api/types";
import { useText } from "../i18n/text";
import { useRefusal } from "../shell/useRefusal";
import { Button } from "../ui/Button";
import { Badge } from "../ui/Card";
import { Field } from "../ui/Field";
import { TextInput } from "../ui/Inputs";
import { Note } from "../ui/Note";
import { useToast } from "../ui/Toast";
import { useTyped } from "../ui/useTyped";
import { guestsKey } from "./keys";
import styles from "./Network.module.css";

/** Nothing until it is known whether there is one. */
export function AccessDoor() {
  const list = useQuery({ queryKey: guestsKey, queryFn: listGuests });
  return list.data ? <Application key={list.data.door.audience} door={list.data.door} /> : null;
}

function Application({ door }: { door: Door }) {
  const t = useText();
  const queries = useQueryClient();
  const { toast } = useToast();
  const { team: kept, audience: tag } = door;
  const [{ team, audience }, type, forget] = useTyped("access-door", useMemo(() => ({ team: kept, audience: tag }), [kept, tag]));
  const shut = door.team !== "";
  const refusal = useRefusal({ team: ["/team"], audience: ["/audience"] });
  const keep = useMutation({
    mutationFn: changeDoor,
    onMutate: refusal.clear,
    onError: refusal.take,
    onSuccess: async ({ team: named }) => {
      forget();
      await queries.invalidateQueries({ queryKey: guestsKey });
      toast({ text: t(named ? "access.kept" : "access.gone") });
    },
  });
  return (
    <section className={styles.kind} aria-labelledby="network-access">
      <h2 id="network-access" className={styles.h2}>
        {t("access.title")} {shut && <Badge tone="good">{t("access.on")}</Badge>}
      </h2>
      <p className={styles.quiet}>{t(shut ? "access.text.on" : "access.text")}</p>
      <details className={styles.door} open={shut || undefined}>
        <summary>{t(shut ? "access.change" : "access.setUp")}</summary>
        <div className={styles.fields}>
          <Field label={t("access.team")} hint={t("access.team.hint")} error={refusal.at.team}>
            <TextInput value={team} placeholder="rivera-park" onType={(text) => type({ team: text, audience })} onCommit={(text) => type({ team: text, audience })} />
          </Field>
          <Field label={t("access.audience")} hint={t("access.audience.hint")} error={refusal.at.audience}>
            <TextInput value={audience} onType={(text) => type({ team, audience: text })} onCommit={(text) => type({ team, audience: text })} />
          </Field>
        </div>
        {refusal.rest && (
          <Note tone="error" alert>
            {refusal.rest}
          </Note>
        )}
        <p className={styles.run}>
          <Button busy={keep.isPending} why={teamOf(team) === "" && audience.trim() === "" && t("why.access")} onClick={() => keep.mutate({ team: teamOf(team), audience: audience.trim() })}>
            {t("access.keep")}
          </Button>
          {shut && (
            <Button look="quiet" busy={keep.isPending} onClick={() => keep.mutate({ team: "", audience: "" })}>
              {t("access.forget")}
            </Button>
          )}
        </p>
      </details>
    </section>
  );
}

/** The team's name, also out of its whole domain, as Cloudflare shows it. */
export function teamOf(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "")
    .replace(/\.cloudflareaccess\.com$/, "");
}
