export const guestsKey = ["guests"] as const;
export const auditKey = ["audit"] as const;
