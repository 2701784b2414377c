// What a document says that the plan could take, by the words of its kind: each a quote, to be
// accepted, looked at more closely, or left.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { getProposals } from "../../api/library";
import type { Proposal } from "../../api/types";
import { readFigure, type Reading } from "../../format/figures";
import { useText } from "../../i18n/text";
import { useFaultWords } from "../../shell/useFaultWords";
import { Button } from "../../ui/Button";
import { FailedState, Skeleton } from "../../ui/Card";
import { readerQuery } from "../address";
import { ReadingWords } from "./Figures";
import styles from "./Proposals.module.css";

/** A proposal with the value that its figure is. */
export interface ReadProposal {
  proposal: Proposal;
  reading: Reading;
}

/** What is done with a proposal: taken as it is, or into a field that is chosen first. */
export type UseProposal = (read: ReadProposal, accepted: boolean) => void;

const keyOf = ({ field, citation, span }: Proposal) => `${field} ${citation.page} ${span.start}`;

export function Proposals({ document, onUse }: { document: string; onUse: UseProposal }) {
  const t = useText();
  const words = useFaultWords();
  const [ignored, setIgnored] = useState<ReadonlySet<string>>(new Set());
  const { data, error, refetch } = useQuery({ queryKey: ["proposals", document], queryFn: ({ signal }) => getProposals(document, signal), staleTime: Infinity, retry: false });
  if (error) {
    const { title, fix } = words(error);
    return <FailedState title={title} fix={fix} actions={<Button onClick={() => void refetch()}>{t("app.again")}</Button>} />;
  }
  if (!data) return <Skeleton height={160} />;
  const all = data.proposals.flatMap((proposal) => {
    const reading = readFigure(proposal.figure);
    return reading ? [{ proposal, reading }] : [];
  });
  const shown = all.filter(({ proposal }) => !ignored.has(keyOf(proposal)));
  return (
    <>
      <p className={styles.text}>{t(all.length === 0 ? "reader.proposals.none" : shown.length === 0 ? "reader.proposals.ignored" : "reader.proposals.text")}</p>
      <ul className={styles.list}>
        {shown.map((read) => (
          <Row key={keyOf(read.proposal)} read={read} onUse={onUse} onIgnore={() => setIgnored(new Set([...ignored, keyOf(read.proposal)]))} />
        ))}
      </ul>
      {ignored.size > 0 && (
        <Button size="small" onClick={() => setIgnored(new Set())}>
          {t("reader.proposals.again")}
        </Button>
      )}
    </>
  );
}

function Row({ read, onUse, onIgnore }: { read: ReadProposal; onUse: UseProposal; onIgnore: () => void }) {
  const t = useText();
  const { field, figure, citation, sure, scanned } = read.proposal;
  const name = t(`reader.proposals.field.${field}`);
  const act = (what: "accept" | "edit" | "ignore") => (
    <>
      {t(`reader.proposals.${what}`)}
      <span className="visuallyHidden">: {`${name}, ${figure}`}</span>
    </>
  );
  return (
    <li className={styles.row} data-proposal={field}>
      <div className={styles.head}>
        <span>{name}</span>
        <strong className={styles.value}>
          <ReadingWords reading={read.reading} />
        </strong>
      </div>
      <blockquote className={styles.quote}>
        <Link to={readerQuery(citation.page, { quote: read.proposal.span })} replace>
          {citation.quote}
        </Link>
      </blockquote>
      <p className={styles.small}>
        {t("docs.page", { n: citation.page })} · {t(scanned ? "reader.proposals.scanned" : sure ? "reader.proposals.sure" : "reader.proposals.unsure")}
      </p>
      <div className={styles.acts}>
        <Button size="small" look="primary" onClick={() => onUse(read, true)}>
          {act("accept")}
        </Button>
        <Button size="small" onClick={() => onUse(read, false)}>
          {act("edit")}
        </Button>
        <Button size="small" onClick={onIgnore}>
          {act("ignore")}
        </Button>
      </div>
    </li>
  );
}
