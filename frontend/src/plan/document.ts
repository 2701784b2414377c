// The plan document as the editor reads it. Field by field it is backend/plan's Plan;
// whatever else a document holds passes through edits untouched, because edits are merge patches.

import type { Records } from "./order";

export type Per = "month" | "year" | "once";
export type Basis = "today" | "nominal";

/** Money; `amt` is an exact decimal number. */
export interface Amount {
  amt: string;
  cur?: string;
  per?: Per;
  basis?: Basis;
  asOf?: string;
}

/** A moment; `at` decides which other fields stand. Months are "YYYY-MM". */
export interface TimeRef {
  at: "now" | "month" | "age" | "milestone" | "end";
  month?: string;
  person?: string;
  years?: number;
  months?: number;
  ref?: string;
  offsetMonths?: number;
}

/** {start,end?}, {start,months} or {end,months}; a missing end is the horizon. The end month is outside. */
export interface Span {
  start?: TimeRef;
  end?: TimeRef;
  months?: number;
}

export type GrowthKind = "inflation" | "inflationPlus" | "rate" | "wage" | "index" | "flat";

/** `rate` is per year, a share: real for inflationPlus, nominal for rate. */
export interface Growth {
  kind: GrowthKind;
  rate?: number;
  index?: string;
  cap?: Amount;
}

export interface Step {
  at: TimeRef;
  set?: Amount;
  add?: Amount;
  mul?: number;
}

export type Weights = { [classId: string]: number };

export interface GlidePoint {
  at: TimeRef;
  weights: Weights;
}

export type Rebalance = "yearly" | "monthly" | "never" | { band: number };

export interface Alloc {
  weights?: Weights;
  glide?: GlidePoint[];
  interp?: string;
  rebalance?: Rebalance;
}

export interface Named {
  sort?: string;
  name?: string;
  archived?: boolean;
}

export interface Horizon {
  age?: number;
  table?: string;
  percentile?: number;
}

export interface Person extends Named {
  birth: string;
  sexForTable?: string;
  /** May be missing for a dependant only. */
  horizon?: Horizon;
  work?: { stop: TimeRef };
  dependant?: boolean;
  caresFor?: string;
}

export interface Trigger {
  metric: string;
  op: string;
  value: string;
  after?: TimeRef;
  before?: TimeRef;
}

/** A TimeRef's fields, or a trigger. */
export interface MilestoneWhen extends Partial<TimeRef> {
  trigger?: Trigger;
}

export interface Milestone extends Named {
  icon?: string;
  when: MilestoneWhen;
  note?: string;
}

/** A person's id, "joint", or shares by person's id. */
export type Owner = string | { [person: string]: number };

export type Wrapper =
  | "cash"
  | "taxable"
  | "deferred"
  | "exempt"
  | "capped"
  | "purpose"
  | "pensionDB"
  | "restricted"
  | "crypto"
  | "other";

/** A yearly share of the value, or an amount. */
export type Fee = number | Amount;

export interface Access {
  from?: TimeRef | null;
  penaltyRate?: number;
  exceptions?: string[];
}

export interface CostBasis {
  cost?: Amount;
  contributed?: Amount;
}

export interface Account extends Named {
  owner: Owner;
  wrapper: Wrapper;
  kind?: string;
  cur?: string;
  balance: Amount;
  basis?: CostBasis;
  alloc?: Alloc;
  fee?: Fee;
  access?: Access;
  rmd?: string;
  rollTo?: string;
  institution?: string;
  linkedActual?: string;
  excludeFromPlan?: boolean;
}

export interface Buy {
  at: TimeRef;
  price: Amount;
  funding?: string;
}

export interface Sell {
  at?: TimeRef;
  trigger?: Trigger;
  costRate?: number;
}

export type PropertyKind = "home" | "rental" | "land" | "vehicle" | "leaseDeposit" | "other";

export interface Property extends Named {
  kind: PropertyKind;
  owner: Owner;
  value?: Amount;
  growth?: Growth;
  buy?: Buy;
  sell?: Sell;
  rent?: Amount;
  upkeep?: Fee;
  taxRate?: number;
  replaces?: string;
}

export interface Extra {
  amount: Amount;
  span: Span;
}

export interface Debt extends Named {
  kind: string;
  owner?: Owner;
  balance: Amount;
  rate: number;
  type: string;
  end?: TimeRef;
  payment?: Amount;
  extra?: Extra[];
  securedBy?: string;
  fixedUntil?: TimeRef;
  then?: { rate: number };
}

export interface Claim {
  earliest: number;
  normal: number;
  latest: number;
  at?: number;
  reducePerYear: number;
  increasePerYear: number;
}

export interface PreTax {
  name: string;
  amount?: Amount;
  rate?: number;
  to?: string;
}

export interface Income extends Named {
  person: string;
  kind: string;
  amount: Amount;
  gross?: boolean;
  span: Span;
  growth?: Growth;
  steps?: Step[];
  volatility?: { sd: number; corrWithMarket?: number };
  interrupt?: { probPerYear: number; months: number };
  taxAs?: string;
  withhold?: number;
  preTax?: PreTax[];
  routeTo?: { accountId: string; share: number };
  survivorShare?: number;
  claim?: Claim;
}

export type Tier = "essential" | "flexible" | "wish";

export interface Spending extends Named {
  group?: string;
  amount: Amount;
  span: Span;
  growth?: Growth;
  steps?: Step[];
  tier: Tier;
  cutFloor?: number;
  owner?: Owner;
  payFrom?: string;
  tags?: string[];
}

/** A moment's fields or a span's; never both. */
export type GoalWhen = Partial<TimeRef> & Span;

export interface Goal extends Named {
  kind?: string;
  target: Amount;
  when: GoalWhen;
  every?: number;
  growth?: Growth;
  tier: Tier;
  fundFrom?: { [account: string]: number };
  fallback?: string;
  priority?: number;
}

export interface SavingAmount {
  fixed?: Amount;
  pctOfIncome?: { income: string; rate: number };
  pctOfRemaining?: number;
  toLimit?: string;
  rest?: boolean;
}

export interface Match {
  rate: number;
  upToPctOfPay?: number;
  cap?: Amount;
  income?: string;
}

export interface SavingRule extends Named {
  to: string;
  from: string;
  amount: SavingAmount;
  span?: Span;
  growth?: Growth;
  preTax?: boolean;
  match?: Match;
  stopAtBalance?: Amount;
  capGroup?: string;
  cap?: Amount;
  bufferMonths?: number;
  then?: string;
  enabled: boolean;
}

export interface Insurance extends Named {
  kind: string;
  insured: string;
  premium?: { amount: Amount; span: Span };
  payout?: Amount;
  span?: Span;
  trigger?: { on: string; age?: number };
  docRef?: string;
}

export interface SpendingRule {
  kind: string;
  pct?: number;
  floor?: number;
  ceil?: number;
  rate?: number;
  table?: string;
  upper?: number;
  lower?: number;
  cut?: number;
  raise?: number;
  floorTier?: Tier;
  cutBelow?: number;
  raiseAbove?: number;
  step?: number;
  threshold?: number;
  years?: number;
  declinePerYear?: number;
  fromAge?: number;
  toAge?: number;
  a?: number;
  b?: number;
  applyTo?: string;
  from?: TimeRef;
}

export interface WithdrawalUntil {
  balance?: Amount;
  bufferMonths?: number;
  yearly?: Amount;
  bracketTop?: number;
  taxAmount?: Amount;
}

export interface WithdrawalStep {
  pick: string;
  until?: WithdrawalUntil;
  when?: TimeRef;
  limit?: Amount;
}

export interface Conversion {
  from: string;
  to: string;
  fillTo?: Amount;
  span: Span;
}

export interface Withdrawal {
  rule: SpendingRule;
  order?: WithdrawalStep[];
  preset?: string;
  buffer?: { months: number; refillWhen?: string };
  neverTouch?: string[];
  lastResort?: string[];
  conversions?: Conversion[];
  shortfall?: string[];
  borrowRate?: number;
  surplus?: string;
}

export interface TaxBand {
  from: Amount;
  rate: number;
}

export interface TaxParams {
  income?: number;
  gains?: number;
  dividends?: number;
  interest?: number;
  pension?: number;
  bands?: TaxBand[];
  deduction?: Amount;
  indexed?: boolean;
  filingStatus?: string;
  localTax?: boolean;
  cappedExempt?: Amount;
  cappedRate?: number;
}

export interface Tax {
  regime: string;
  pack?: string;
  params: TaxParams;
  perPerson?: boolean;
}

export interface AssetClass extends Named {
  real: { mean: number; sd: number; kind?: string };
  yield?: number;
  yieldAs?: string;
  history?: string;
  source?: string;
  asOf?: string;
}

export interface Corr {
  order: string[];
  m: number[][];
}

export interface Inflation {
  mean: number;
  sd: number;
  ar1?: number;
  spreads?: { [index: string]: number };
}

export interface Returns {
  model: string;
  df?: number;
  dataset?: string;
  blockMonths?: number;
  stagger?: boolean;
  wrap?: boolean;
  regimes?: { stayCalm: number; stayStress: number; stressMean: number; stressSd: number };
}

export interface Dataset {
  id: string;
  name?: string;
  licence?: string;
  from?: string;
  to?: string;
  country?: string;
}

export interface Assumptions {
  classes: Records<AssetClass>;
  corr: Corr;
  inflation: Inflation;
  wage?: { mean: number; sd?: number };
  returns: Returns;
  datasets?: Dataset[];
  longevity?: { kind: string; joint?: boolean };
  fees?: { default: number };
  run?: { paths?: number; seed?: number; antithetic?: boolean; step?: string };
}

export interface Legacy {
  floor: Amount;
  survivors?: { spendingFactor: number };
  bequests?: Records<Named & { amount: Amount }>;
}

export interface Targets {
  confidence: number;
  metric: string;
  horizonRule?: string;
}

export interface Source {
  kind: string;
  docId?: string;
  page?: number;
  key?: string;
  date?: string;
}

export interface Plan {
  schema: string;
  version: number;
  id: string;
  name: string;
  currency: string;
  locale?: string;
  region?: string;
  start: string;
  priceLevel: string;
  rolledFrom?: string;
  demo?: boolean;
  fx?: { [pair: string]: { rate: string; asOf?: string; source?: string } };
  people: Records<Person>;
  milestones?: Records<Milestone>;
  accounts?: Records<Account>;
  property?: Records<Property>;
  debts?: Records<Debt>;
  income?: Records<Income>;
  spending?: Records<Spending>;
  goals?: Records<Goal>;
  saving?: Records<SavingRule>;
  insurance?: Records<Insurance>;
  withdrawal: Withdrawal;
  allocation: { default: Alloc; location?: string };
  tax: Tax;
  assumptions: Assumptions;
  legacy?: Legacy;
  targets: Targets;
  scenarios?: Records<Named & { patch: { [key: string]: unknown }; note?: string }>;
  sources?: { [pointer: string]: Source };
  notes?: { [id: string]: string };
}
