// Which documents are forgotten soon, for a screen that is about something else: nothing where none is.
import { useState } from "react";
import { useParams } from "react-router";
import type { LibraryDocument } from "../api/types";
import { Keep } from "./Keep";
import { Soon } from "./Soon";
import { useShelf } from "./useShelf";

export default function DocumentsSoon() {
  const { household = "" } = useParams();
  const { shelf, now } = useShelf(household);
  const [kept, setKept] = useState<LibraryDocument | null>(null);
  if (!shelf) return null;
  return (
    <>
      <Soon documents={shelf.documents} keep={shelf.keepDays} now={now} onKeep={setKept} />
      {kept && <Keep document={kept} onClose={() => setKept(null)} />}
    </>
  );
}
