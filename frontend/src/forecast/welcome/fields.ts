/** What the answers of the first run make of a plan: by this the plan check's words find their fields. */
export const fields = {
  name: ["/people/me/name"],
  birth: ["/people/me/birth"],
  partnerName: ["/people/partner/name"],
  partnerBirth: ["/people/partner/birth"],
  currency: ["/currency"],
  pay: ["/income/me-pay"],
  partnerPay: ["/income/partner-pay"],
  total: ["/accounts"],
  now: ["/spending/essential/amount", "/spending/flexible/amount"],
  later: ["/spending/essential/steps", "/spending/flexible/steps"],
  age: ["/milestones/free"],
  state: ["/income/me-state"],
  partnerState: ["/income/partner-state"],
} as const;

export type Wrong = Readonly<Partial<Record<keyof typeof fields, string>>>;
