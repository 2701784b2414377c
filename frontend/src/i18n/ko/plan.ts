import type en from "../en/plan";

export default {} satisfies Record<keyof typeof en, string>;
