// Temporary: replaced by the types generated from the API description.

export interface Plan {
  schema: string;
  version: number;
  id: string;
  name: string;
  currency: Currency;
  locale?: string;
  region?: string;
  start: Month;
  priceLevel: Month;
  rolledFrom?: Month;
  demo?: boolean;
  fx?: Record<string, FXRate>;
  people: Record<string, Person>;
  milestones?: Record<string, Milestone>;
  accounts?: Record<string, Account>;
  property?: Record<string, Property>;
  debts?: Record<string, Debt>;
  income?: Record<string, Income>;
  spending?: Record<string, Spending>;
  goals?: Record<string, Goal>;
  saving?: Record<string, SavingRule>;
  insurance?: Record<string, Insurance>;
  withdrawal: Withdrawal;
  allocation: Allocation;
  tax: Tax;
  assumptions: Assumptions;
  legacy?: Legacy;
  targets: Targets;
  scenarios?: Record<string, Scenario>;
  sources?: Record<string, Source>;
  notes?: Record<string, string>;
  meta?: Meta;
}
export type Currency = string;
export type Month = string;
export type Decimal = string;
export interface Entry {
  sort?: string;
  name?: string;
  archived?: boolean;
}
export interface Amount {
  amt: Decimal;
  cur?: Currency;
  per?: Per;
  basis?: Basis;
  asOf?: Month;
}
export type Per = "month" | "year" | "once";
export type Basis = "today" | "nominal";
export interface TimeRef {
  at: At;
  month?: Month;
  person?: string;
  years?: number;
  months?: number;
  ref?: string;
  offsetMonths?: number;
}
export type At = "now" | "month" | "age" | "milestone" | "end";
export interface Span {
  start?: TimeRef;
  end?: TimeRef;
  months?: number;
}
export interface Growth {
  kind: GrowthKind;
  rate?: number;
  index?: string;
  cap?: Amount;
}
export type GrowthKind = "inflation" | "inflationPlus" | "rate" | "wage" | "index" | "flat";
export interface Step {
  at: TimeRef;
  set?: Amount;
  add?: Amount;
  mul?: number;
}
export interface Alloc {
  weights?: Record<string, number>;
  glide?: GlidePoint[];
  interp?: string;
  rebalance?: Rebalance;
}
export interface GlidePoint {
  at: TimeRef;
  weights: Record<string, number>;
}
export type Rebalance = "yearly" | "monthly" | "never" | { band: number };
export interface Person extends Entry {
  birth: Month;
  sexForTable?: string;
  horizon: Horizon;
  work?: Work;
  dependant?: boolean;
  caresFor?: string;
}
export interface Horizon {
  age?: number;
  table?: string;
  percentile?: number;
}
export interface Work {
  stop: TimeRef;
}
export interface Milestone extends Entry {
  icon?: string;
  when: MilestoneWhen;
  note?: string;
}
export type MilestoneWhen = TimeRef | { trigger: Trigger };
export interface Trigger {
  metric: string;
  op: string;
  value: Decimal;
  after?: TimeRef;
  before?: TimeRef;
}
export type Owner = string | Record<string, number>;
export type Wrapper = "cash" | "taxable" | "deferred" | "exempt" | "capped" | "purpose" | "pensionDB" | "restricted" | "crypto" | "other";
export interface Account extends Entry {
  owner: Owner;
  wrapper: Wrapper;
  kind?: string;
  cur?: Currency;
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
export interface CostBasis {
  cost?: Amount;
  contributed?: Amount;
}
export type Fee = number | Amount;
export interface Access {
  from: TimeRef | null;
  penaltyRate?: number;
  exceptions?: string[];
}
export type PropertyKind = "home" | "rental" | "land" | "vehicle" | "leaseDeposit" | "other";
export interface Property extends Entry {
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
export interface Debt extends Entry {
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
  then?: RateChange;
}
export interface Extra {
  amount: Amount;
  span: Span;
}
export interface RateChange {
  rate: number;
}
export interface Income extends Entry {
  person: string;
  kind: string;
  amount: Amount;
  gross?: boolean;
  span: Span;
  growth?: Growth;
  steps?: Step[];
  volatility?: Volatility;
  interrupt?: Interrupt;
  taxAs?: string;
  withhold?: number;
  preTax?: PreTax[];
  routeTo?: RouteTo;
  survivorShare?: number;
  claim?: Claim;
}
export interface Volatility {
  sd: number;
  corrWithMarket?: number;
}
export interface Interrupt {
  probPerYear: number;
  months: number;
}
export interface PreTax {
  name: string;
  amount?: Amount;
  rate?: number;
  to?: string;
}
export interface RouteTo {
  accountId: string;
  share: number;
}
export interface Claim {
  earliest: number;
  normal: number;
  latest: number;
  at?: number;
  reducePerYear: number;
  increasePerYear: number;
}
export type Tier = "essential" | "flexible" | "wish";
export interface Spending extends Entry {
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
export interface Goal extends Entry {
  kind?: string;
  target: Amount;
  when: GoalWhen;
  every?: number;
  growth?: Growth;
  tier: Tier;
  fundFrom?: Record<string, number>;
  fallback?: string;
  priority?: number;
}
export type GoalWhen = TimeRef | Span;
export interface SavingRule extends Entry {
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
export interface SavingAmount {
  fixed?: Amount;
  pctOfIncome?: PctOfIncome;
  pctOfRemaining?: number;
  toLimit?: string;
  rest?: boolean;
}
export interface PctOfIncome {
  income: string;
  rate: number;
}
export interface Match {
  rate: number;
  upToPctOfPay?: number;
  cap?: Amount;
  income?: string;
}
export interface Insurance extends Entry {
  kind: string;
  insured: string;
  premium?: Premium;
  payout?: Amount;
  span?: Span;
  trigger?: InsureEvent;
  docRef?: string;
}
export interface Premium {
  amount: Amount;
  span: Span;
}
export interface InsureEvent {
  on: string;
  age?: number;
}
export interface Withdrawal {
  rule: SpendingRule;
  order?: WithdrawalStep[];
  preset?: string;
  buffer?: Buffer;
  neverTouch?: string[];
  lastResort?: string[];
  conversions?: Conversion[];
  shortfall?: string[];
  borrowRate?: number;
  surplus?: string;
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
export interface WithdrawalStep {
  pick: string;
  until?: WithdrawalUntil;
  when?: TimeRef;
  limit?: Amount;
}
export interface WithdrawalUntil {
  balance?: Amount;
  bufferMonths?: number;
  yearly?: Amount;
  bracketTop?: number;
  taxAmount?: Amount;
}
export interface Buffer {
  months: number;
  refillWhen?: string;
}
export interface Conversion {
  from: string;
  to: string;
  fillTo?: Amount;
  span: Span;
}
export interface Allocation {
  default: Alloc;
  location?: string;
}
export interface Tax {
  regime: string;
  pack?: string;
  params: TaxParams;
  perPerson?: boolean;
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
export interface TaxBand {
  from: Amount;
  rate: number;
}
export interface Assumptions {
  classes: Record<string, Class>;
  corr: Corr;
  inflation: Inflation;
  wage?: Wage;
  returns: Returns;
  datasets?: Dataset[];
  longevity?: Longevity;
  fees?: DefaultFee;
  run?: RunDefaults;
}
export interface Class extends Entry {
  real: RealReturn;
  yield?: number;
  source?: string;
  asOf?: Month;
}
export interface RealReturn {
  mean: number;
  sd: number;
  kind?: string;
}
export interface Corr {
  order: string[];
  m: number[][];
}
export interface Inflation {
  mean: number;
  sd: number;
  ar1?: number;
  spreads?: Record<string, number>;
}
export interface Wage {
  mean: number;
  sd?: number;
}
export interface Returns {
  model: string;
  df?: number;
  dataset?: string;
  blockMonths?: number;
  stagger?: boolean;
  wrap?: boolean;
  regimes?: Switch;
}
export interface Switch {
  stayCalm: number;
  stayStress: number;
  stressMean: number;
  stressSd: number;
}
export interface Dataset {
  id: string;
  name?: string;
  licence?: string;
  from?: Month;
  to?: Month;
  country?: string;
  hash?: string;
}
export interface Longevity {
  kind: string;
  joint?: boolean;
}
export interface DefaultFee {
  default: number;
}
export interface RunDefaults {
  paths?: number;
  seed?: number;
  antithetic?: boolean;
  step?: string;
}
export interface Legacy {
  floor: Amount;
  survivors?: Survivors;
  bequests?: Record<string, Bequest>;
}
export interface Survivors {
  spendingFactor: number;
}
export interface Bequest extends Entry {
  amount: Amount;
}
export interface Targets {
  confidence: number;
  metric: string;
  horizonRule?: string;
}
export interface Scenario extends Entry {
  patch: Record<string, unknown>;
  note?: string;
}
export interface Source {
  kind: string;
  docId?: string;
  page?: number;
  quoteHash?: string;
  threadId?: string;
  patchId?: string;
  key?: string;
  date?: string;
}
export interface FXRate {
  rate: Decimal;
  asOf?: Month;
  source?: string;
}
export interface Meta {
  created?: string;
  updated?: string;
  authors?: string[];
}
export interface Text { en: string; ko: string }
export interface Problem { pointer: string; code: string; severity: "error" | "warning"; text: Text }
export interface EditName { key: string; args?: Record<string, string> }
export interface PlanState { id: string; revision: number; updated: string; plan: Plan; undo: EditName | null; redo: EditName | null; problems: Problem[] }
export interface PlanSummary { id: string; name: string; revision: number; updated: string; demo: boolean; currency: string }
export interface Session { version: string; engine: string; window: boolean; native: boolean; locale: string; os: string; demo?: boolean }
export interface Settings { locale: "" | "en" | "ko"; theme: "system" | "light" | "dark"; privacy: "show" | "blur" | "scramble"; basis: "real" | "nominal"; lastPlan: string; lastPath: string }
export interface JobProgress { phase: "simulate" | "solve"; done: number; total: number }
export interface ProblemDocument { type: string; title: string; detail?: string; status: number; code: string; fix: string; problems?: Problem[] }
export interface Job { id: string; kind: "forecast"; state: "queued" | "running" | "done" | "failed" | "cancelled"; seq: number; progress?: JobProgress; result?: string; problem?: ProblemDocument }
export interface Interval { low: number; high: number; level: number }
export interface Fact { value: number; unit: "share" | "currency" | "currencyPerMonth" | "years" | "months" | "age" | "count" | "rate"; basis: "real" | "nominal" | ""; ci?: Interval }
export interface SeriesBlock { basis: string[]; metrics: string[]; percentiles: number[]; months: number }
export interface FuturesBlock { columns: string[]; n: number }
export interface YearsBlock { basis: string[]; metrics: string[]; years: number[]; n: number }
export interface CashflowLine { id: string; kind: "income" | "spending" | "goal" | "debt" | "property" | "saving" | "withdrawal" | "tax" | "fee" | "return" | "unfunded"; record?: string; tier?: string; name?: string; mean: number[] }
export interface ResultHeader {
  hash: string; planHash: string; engine: string; seed: number; n: number; months: number; start: string; model: string; currency: string; ms: number; purpose: "full" | "preview";
  facts: Record<string, Fact>;
  blocks: { series: SeriesBlock; futures: FuturesBlock; years: YearsBlock };
  cashflow: { years: number[]; lines: CashflowLine[] };
  causes: { cause: string; count: number }[];
  milestones: { id: string; name: string; icon: string; month: number }[];
  people: { id: string; name: string; birth: string; horizonMonth: number }[];
  limits: Problem[];
}
export interface Paired { a: string; b: string; n: number; both: number; onlyA: number; onlyB: number; neither: number; delta: { value: number; ci: Interval } }
