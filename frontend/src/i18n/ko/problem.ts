import type en from "../en/problem";

export default {} satisfies Record<keyof typeof en, string>;
