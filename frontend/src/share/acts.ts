// What a line of the log says was done, by the name of the route or of the act. Routes that do the same to a person
// share a sentence.
import type { Key } from "../i18n/spoken";

type Said = Extract<Key, `people.act.${string}`>;

const said: { readonly [told in Said]: readonly string[] } = {
  "people.act.invited": ["invited", "inviteGuest"],
  "people.act.changed": ["changed", "changeGuest", "changeDoor"],
  "people.act.revoked": ["revoked", "revokeGuest"],
  "people.act.joined": ["joined"],
  "people.act.left": ["left"],
  "people.act.refused": ["refused"],
  "people.act.accepted": ["accepted", "acceptDraft"],
  "people.act.declined": ["declined", "declineDraft"],
  "people.act.drafted": ["drafted", "startDraft"],
  "people.act.drafts": ["drafts"],
  "people.act.plans": ["plans"],
  "people.act.plan": ["plan", "history", "caps", "checkPlan"],
  "people.act.copy": ["document", "export", "savePlan", "saveExport"],
  "people.act.editPlan": ["editPlan", "redo", "rewind"],
  "people.act.undo": ["undo"],
  "people.act.createPlan": ["createPlan", "openPlan", "bringBack"],
  "people.act.archivePlan": ["archivePlan", "restorePlan"],
  "people.act.result": ["result", "block", "analysis", "future", "brush", "against"],
  "people.act.startForecast": ["startForecast"],
  "people.act.startAnalysis": ["startAnalysis"],
  "people.act.library": ["library"],
  "people.act.page": ["page", "libraryDocument", "openDocument", "proposals", "forgetting", "ask"],
  "people.act.addDocument": ["addDocument", "retryDocument", "supersedeDocument", "pinDocument", "unpinDocument"],
  "people.act.forgetDocument": ["forgetDocument"],
  "people.act.threads": ["threads", "thread", "suggestions", "assessments", "seen", "advisorPath"],
  "people.act.startQuestion": ["startQuestion", "markCard"],
  "people.act.deleteThread": ["deleteThread"],
  "people.act.track": ["track", "course", "reviewImport"],
  "people.act.keepTrack": ["checkIn", "dropCheckIn", "importStatement", "dropImport", "takeSnapshot", "dropSnapshot"],
  "people.act.datasets": ["datasets", "datasetTable", "reviewDataset"],
  "people.act.keepDataset": ["keepDataset", "dropDataset"],
  "people.act.guests": ["guests", "audit"],
  "people.act.host": [
    "backups", "makeBackup", "forgetPassphrase", "downloadBackup", "readBackup", "saveBackup", "issues", "metrics", "performance", "openLink", "makeTicket",
    "modelHosts", "putModelHost", "dropModelHost", "fetchModelHost", "examineModel", "importModel", "modelOffer", "pullModel",
    "network", "tryLeaks", "share", "openShare", "closeShare", "shareAuthority", "shareOffer", "fetchTunnel", "putShareToken",
    "takeInBackup", "restoreBackup", "places", "letPlaceGo", "switchTo", "beginRecoveryKey", "confirmRecoveryKey",
    "lock", "openLock", "setLock", "removeLock", "shutLock", "touchLock",
    "programExamination", "examine", "report", "calibration", "calibrateModel", "lookForUpdate",
  ],
};

const byAct = new Map((Object.keys(said) as Said[]).flatMap((key) => said[key].map((act) => [act, key] as const)));

/** The sentence for an act; undefined for one that this version does not know. */
export function wordsOf(act: string): Said | undefined {
  return byAct.get(act);
}

/** Lines that follow one another and say the same, as one. */
export function together<E extends { at: string; who: string; act: string; object?: string; from?: string }>(entries: readonly E[]): { entry: E; times: number }[] {
  const out: { entry: E; times: number }[] = [];
  for (const entry of entries) {
    const last = out.at(-1);
    const same = last && last.entry.who === entry.who && wordsOf(last.entry.act) === wordsOf(entry.act) && last.entry.from === entry.from && last.entry.object === entry.object && last.entry.at.slice(0, 10) === entry.at.slice(0, 10);
    if (same) last.times++;
    else out.push({ entry, times: 1 });
  }
  return out;
}
