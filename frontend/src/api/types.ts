// Generated from backend/httpapi/openapi.json by generate.mjs: do not edit.
// oxlint-disable

export type CancelReason = "user" | "superseded" | "edited" | "closing";
export type Severity = "error" | "warning";
export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";
export type At = "now" | "month" | "age" | "milestone" | "end";
export type Month = string;
export type Interp = "linear" | "step";
export type Rebalance = RebalanceEvery | RebalanceBand;
export type RebalanceEvery = "monthly" | "yearly" | "never";
export type Decimal = string;
export type Basis = "today" | "nominal";
export type Currency = string;
export type Per = "month" | "year" | "once";
export type Fee = number | Amount;
export type Owner =
  | string
  | {
      [k: string]: number;
    };
export type Wrapper =
  "cash" | "taxable" | "deferred" | "exempt" | "capped" | "purpose" | "pensionDB" | "restricted" | "crypto" | "other";
export type Location = "same" | "taxAware";
export type ApplyTo = "flexible" | "all";
export type ReturnHistory = "stocks" | "bonds" | "cash";
export type MeanKind = "geometric" | "arithmetic";
export type YieldKind = "dividends" | "interest";
export type LongevityKind = "fixed" | "table" | "drawn";
export type ReturnModel = "lognormal" | "studentT" | "regime" | "blockBootstrap" | "historicalReplay" | "deterministic";
export type RunStep = "month";
export type RefillWhen = "afterGain" | "always";
export type DebtKind = "mortgage" | "lease" | "student" | "card" | "margin" | "other";
export type DebtType = "amortising" | "interestOnly" | "bullet";
export type Fallback = "reduce" | "delay" | "skip";
export type FilingStatus = "single" | "joint" | "separate" | "headOfHousehold";
export type GPUVerdict = "" | "works" | "software" | "none";
export type GrowthKind = "inflation" | "inflationPlus" | "rate" | "wage" | "index" | "flat";
export type GoalKind = "education" | "vehicle" | "home" | "travel" | "wedding" | "care" | "gift" | "business" | "other";
export type Tier = "essential" | "flexible" | "wish";
export type GoalWhen = TimeRef | Span;
export type HorizonRule = "lastSurvivor";
export type IncomeKind =
  | "wage"
  | "selfEmployed"
  | "publicPension"
  | "privatePension"
  | "annuity"
  | "rental"
  | "business"
  | "dividend"
  | "benefit"
  | "gift"
  | "inheritance"
  | "severance"
  | "other";
export type InsuranceKind = "life" | "health" | "disability" | "care" | "annuity";
export type InsureOn = "death" | "disability" | "care" | "age";
export type Marker = "meridian.plan";
export type Metric = "essentialFunded" | "allFunded";
export type MilestoneWhen = TimeRef | TriggerWhen;
export type TriggerMetric = "liquid" | "netWorth" | "multipleOfSpending";
export type TriggerOp = ">=";
export type Sex = "female" | "male";
export type PropertyKind = "home" | "rental" | "land" | "vehicle" | "leaseDeposit" | "other";
export type ToLimit = "regime";
export type SurplusThen = "taxable" | "spend" | "debt";
export type SourceKind = "manual" | "import" | "document" | "advisor" | "default";
export type SpendingGroup =
  "house" | "food" | "health" | "care" | "education" | "travel" | "insurance" | "giving" | "other";
export type Regime = "none" | "flat" | "bands" | "us.federal" | "kr";
export type Preset =
  "taxableFirst" | "deferredFirst" | "proportional" | "bracketFill" | "bestPerformer" | "keepTargetMix";
export type RuleKind =
  | "needs"
  | "constantReal"
  | "pctOfPortfolio"
  | "vpw"
  | "guardrails"
  | "riskGuardrails"
  | "ratchet"
  | "floorCeiling"
  | "smile"
  | "cape";
export type SurplusPolicy = "saveSurplus" | "spendSurplus";
export type Privacy = "show" | "blur" | "scramble";
export type Purpose = "full" | "preview";
export type SettingsBasis = "real" | "nominal";
export type SettingsLocale = "" | "en" | "ko";
export type Theme = "system" | "light" | "dark";

export interface Accepted {
  job: Job;
}
export interface Job {
  by?: CancelReason;
  id: string;
  kind: "forecast";
  problem?: ProblemDocument;
  progress?: JobProgress;
  result?: string;
  seq: number;
  state: JobState;
}
export interface ProblemDocument {
  code: string;
  detail?: string;
  fix: string;
  problems?: Problem[];
  status: number;
  title: string;
  type: string;
}
export interface Problem {
  code: string;
  pointer: string;
  severity: Severity;
  text: Text;
}
export interface Text {
  en: string;
  ko: string;
}
export interface JobProgress {
  done: number;
  phase: "simulate" | "solve";
  total: number;
}
export interface Access {
  exceptions?: string[];
  from?: TimeRef;
  penaltyRate?: number;
}
export interface TimeRef {
  at: At;
  month?: Month;
  months?: number;
  offsetMonths?: number;
  person?: string;
  ref?: string;
  years?: number;
}
export interface Account {
  access?: Access;
  alloc?: Alloc;
  archived?: boolean;
  balance: Amount;
  basis?: CostBasis;
  cur?: Currency;
  excludeFromPlan?: boolean;
  fee?: Fee;
  institution?: string;
  kind?: string;
  linkedActual?: string;
  name?: string;
  owner: Owner;
  rmd?: string;
  rollTo?: string;
  sort?: string;
  wrapper: Wrapper;
}
export interface Alloc {
  glide?: GlidePoint[];
  interp?: Interp;
  rebalance?: Rebalance;
  weights?: {
    [k: string]: number;
  };
}
export interface GlidePoint {
  at: TimeRef;
  weights: {
    [k: string]: number;
  };
}
export interface RebalanceBand {
  band: number;
}
export interface Amount {
  amt: Decimal;
  asOf?: Month;
  basis?: Basis;
  cur?: Currency;
  per?: Per;
}
export interface CostBasis {
  contributed?: Amount;
  cost?: Amount;
}
export interface Allocation {
  default: Alloc;
  location?: Location;
}
export interface Assumptions {
  classes: {
    [k: string]: Class;
  };
  corr: Corr;
  datasets?: Dataset[];
  fees?: DefaultFee;
  inflation: Inflation;
  longevity?: Longevity;
  returns: Returns;
  run?: RunDefaults;
  wage?: Wage;
}
export interface Class {
  archived?: boolean;
  asOf?: Month;
  history?: ReturnHistory;
  name?: string;
  real: RealReturn;
  sort?: string;
  source?: string;
  yield?: number;
  yieldAs?: YieldKind;
}
export interface RealReturn {
  kind?: MeanKind;
  mean: number;
  sd: number;
}
export interface Corr {
  m: number[][];
  order: string[];
}
export interface Dataset {
  country?: string;
  from?: Month;
  hash?: string;
  id: string;
  licence?: string;
  name?: string;
  to?: Month;
}
export interface DefaultFee {
  default: number;
}
export interface Inflation {
  ar1?: number;
  mean: number;
  sd: number;
  spreads?: {
    [k: string]: number;
  };
}
export interface Longevity {
  joint?: boolean;
  kind: LongevityKind;
}
export interface Returns {
  blockMonths?: number;
  dataset?: string;
  df?: number;
  model: ReturnModel;
  regimes?: Switch;
  stagger?: boolean;
  wrap?: boolean;
}
export interface Switch {
  stayCalm: number;
  stayStress: number;
  stressMean: number;
  stressSd: number;
}
export interface RunDefaults {
  antithetic?: boolean;
  paths?: number;
  seed?: number;
  step?: RunStep;
}
export interface Wage {
  mean: number;
  sd?: number;
}
export interface Balance {
  name: string;
  record: string;
  values: number[];
}
export interface Base {
  base: number;
}
export interface Bequest {
  amount: Amount;
  archived?: boolean;
  name?: string;
  sort?: string;
}
export interface Blocks {
  futures: FuturesBlock;
  series: SeriesBlock;
  years: YearsBlock;
}
export interface FuturesBlock {
  columns: string[];
  n: number;
}
export interface SeriesBlock {
  basis: string[];
  metrics: string[];
  months: number;
  percentiles: number[];
}
export interface YearsBlock {
  basis: string[];
  metrics: string[];
  n: number;
  years: number[];
}
export interface Buffer {
  months: number;
  refillWhen?: RefillWhen;
}
export interface Buy {
  at: TimeRef;
  funding?: string;
  price: Amount;
}
export interface Cashflow {
  lines: CashflowLine[];
  years: number[];
}
export interface CashflowLine {
  id: string;
  kind:
    | "income"
    | "spending"
    | "goal"
    | "debt"
    | "property"
    | "saving"
    | "withdrawal"
    | "tax"
    | "fee"
    | "return"
    | "unfunded";
  mean: number[];
  name?: string;
  record?: string;
  tier?: string;
}
export interface CauseCount {
  cause: string;
  count: number;
}
export interface Check {
  fix: Text;
  id: string;
  state: "ok" | "warn" | "fail";
  text: Text;
}
export interface Claim {
  at?: number;
  earliest: number;
  increasePerYear: number;
  latest: number;
  normal: number;
  reducePerYear: number;
}
export interface Conversion {
  fillTo?: Amount;
  from: string;
  span: Span;
  to: string;
}
export interface Span {
  end?: TimeRef;
  months?: number;
  start?: TimeRef;
}
export interface Debt {
  archived?: boolean;
  balance: Amount;
  end?: TimeRef;
  extra?: Extra[];
  fixedUntil?: TimeRef;
  kind: DebtKind;
  name?: string;
  owner?: Owner;
  payment?: Amount;
  rate: number;
  securedBy?: string;
  sort?: string;
  then?: RateChange;
  type: DebtType;
}
export interface Extra {
  amount: Amount;
  span: Span;
}
export interface RateChange {
  rate: number;
}
export interface Delta {
  ci: Interval;
  value: number;
}
export interface Interval {
  high: number;
  level: number;
  low: number;
}
export interface Edit {
  base: number;
  name: EditName;
  patch: {
    [k: string]: unknown;
  };
}
export interface EditName {
  args?: {
    [k: string]: string;
  };
  key: string;
}
export interface Entry {
  archived?: boolean;
  name?: string;
  sort?: string;
}
export interface FXRate {
  asOf?: Month;
  rate: Decimal;
  source?: string;
}
export interface Fact {
  basis: "real" | "nominal" | "";
  ci?: Interval;
  unit: "share" | "currency" | "currencyPerMonth" | "years" | "months" | "age" | "count" | "rate";
  value: number;
}
export interface Follow {
  after: number;
}
export interface Goal {
  archived?: boolean;
  every?: number;
  fallback?: Fallback;
  fundFrom?: {
    [k: string]: number;
  };
  growth?: Growth;
  kind?: GoalKind;
  name?: string;
  priority?: number;
  sort?: string;
  target: Amount;
  tier: Tier;
  when: GoalWhen;
}
export interface Growth {
  cap?: Amount;
  index?: string;
  kind: GrowthKind;
  rate?: number;
}
export interface Health {
  checks: Check[];
}
export interface History {
  revisions: Revision[];
}
export interface Revision {
  at: string;
  kind: "create" | "edit" | "undo" | "redo" | "rewind";
  name: EditName;
  revision: number;
}
export interface Horizon {
  age?: number;
  percentile?: number;
  table?: string;
}
export interface Income {
  amount: Amount;
  archived?: boolean;
  claim?: Claim;
  gross?: boolean;
  growth?: Growth;
  interrupt?: Interrupt;
  kind: IncomeKind;
  name?: string;
  person: string;
  preTax?: PreTax[];
  routeTo?: RouteTo;
  sort?: string;
  span: Span;
  steps?: Step[];
  survivorShare?: number;
  taxAs?: string;
  volatility?: Volatility;
  withhold?: number;
}
export interface Interrupt {
  months: number;
  probPerYear: number;
}
export interface PreTax {
  amount?: Amount;
  name: string;
  rate?: number;
  to?: string;
}
export interface RouteTo {
  accountId: string;
  share: number;
}
export interface Step {
  add?: Amount;
  at: TimeRef;
  mul?: number;
  set?: Amount;
}
export interface Volatility {
  corrWithMarket?: number;
  sd: number;
}
export interface Insurance {
  archived?: boolean;
  docRef?: string;
  insured: string;
  kind: InsuranceKind;
  name?: string;
  payout?: Amount;
  premium?: Premium;
  sort?: string;
  span?: Span;
  trigger?: InsureEvent;
}
export interface Premium {
  amount: Amount;
  span: Span;
}
export interface InsureEvent {
  age?: number;
  on: InsureOn;
}
export interface JobCancelled {
  by: CancelReason;
}
export interface JobDone {
  result: string;
}
export interface Legacy {
  bequests?: {
    [k: string]: Bequest;
  };
  floor: Amount;
  survivors?: Survivors;
}
export interface Survivors {
  spendingFactor: number;
}
export interface Match {
  cap?: Amount;
  income?: string;
  rate: number;
  upToPctOfPay?: number;
}
export interface Meta {
  authors?: string[];
  created?: string;
  updated?: string;
}
export interface Milestone {
  archived?: boolean;
  icon?: string;
  name?: string;
  note?: string;
  sort?: string;
  when: MilestoneWhen;
}
export interface TriggerWhen {
  trigger: Trigger | null;
}
export interface Trigger {
  after?: TimeRef;
  before?: TimeRef;
  metric: TriggerMetric;
  op: TriggerOp;
  value: Decimal;
}
export interface NewForecast {
  client?: string;
  patch?: {
    [k: string]: unknown;
  };
  paths?: number;
  plan: string;
  purpose: "full" | "preview";
  revision?: number;
  scenario?: string;
  seed?: number;
}
export interface NewPlan {
  document?: unknown;
  from: "demo-us" | "demo-kr" | "blank" | "document";
  name?: string;
}
export interface OpenLink {
  url: string;
}
export interface Paired {
  a: string;
  b: string;
  both: number;
  delta: Delta;
  n: number;
  neither: number;
  onlyA: number;
  onlyB: number;
}
export interface PctOfIncome {
  income: string;
  rate: number;
}
export interface Person {
  archived?: boolean;
  birth: Month;
  caresFor?: string;
  dependant?: boolean;
  horizon?: Horizon;
  name?: string;
  sexForTable?: Sex;
  sort?: string;
  work?: Work;
}
export interface Work {
  stop: TimeRef;
}
export interface Plan {
  accounts?: {
    [k: string]: Account;
  };
  allocation: Allocation;
  assumptions: Assumptions;
  currency: Currency;
  debts?: {
    [k: string]: Debt;
  };
  demo?: boolean;
  fx?: {
    [k: string]: FXRate;
  };
  goals?: {
    [k: string]: Goal;
  };
  id: string;
  income?: {
    [k: string]: Income;
  };
  insurance?: {
    [k: string]: Insurance;
  };
  legacy?: Legacy;
  locale?: string;
  meta?: Meta;
  milestones?: {
    [k: string]: Milestone;
  };
  name: string;
  notes?: {
    [k: string]: string;
  };
  people: {
    [k: string]: Person;
  };
  priceLevel: Month;
  property?: {
    [k: string]: Property;
  };
  region?: string;
  rolledFrom?: Month;
  saving?: {
    [k: string]: SavingRule;
  };
  scenarios?: {
    [k: string]: Scenario;
  };
  schema: Marker;
  sources?: {
    [k: string]: Source;
  };
  spending?: {
    [k: string]: Spending;
  };
  start: Month;
  targets: Targets;
  tax: Tax;
  version: number;
  withdrawal: Withdrawal;
}
export interface Property {
  archived?: boolean;
  buy?: Buy;
  growth?: Growth;
  kind: PropertyKind;
  name?: string;
  owner: Owner;
  rent?: Amount;
  replaces?: string;
  sell?: Sell;
  sort?: string;
  taxRate?: number;
  upkeep?: Fee;
  value?: Amount;
}
export interface Sell {
  at?: TimeRef;
  costRate?: number;
  trigger?: Trigger;
}
export interface SavingRule {
  amount: SavingAmount;
  archived?: boolean;
  bufferMonths?: number;
  cap?: Amount;
  capGroup?: string;
  enabled: boolean;
  from: string;
  growth?: Growth;
  match?: Match;
  name?: string;
  preTax?: boolean;
  sort?: string;
  span?: Span;
  stopAtBalance?: Amount;
  then?: SurplusThen;
  to: string;
}
export interface SavingAmount {
  fixed?: Amount;
  pctOfIncome?: PctOfIncome;
  pctOfRemaining?: number;
  rest?: boolean;
  toLimit?: ToLimit;
}
export interface Scenario {
  archived?: boolean;
  name?: string;
  note?: string;
  patch: {
    [k: string]: unknown;
  };
  sort?: string;
}
export interface Source {
  date?: string;
  docId?: string;
  key?: string;
  kind: SourceKind;
  page?: number;
  patchId?: string;
  quoteHash?: string;
  threadId?: string;
}
export interface Spending {
  amount: Amount;
  archived?: boolean;
  cutFloor?: number;
  group?: SpendingGroup;
  growth?: Growth;
  name?: string;
  owner?: Owner;
  payFrom?: string;
  sort?: string;
  span: Span;
  steps?: Step[];
  tags?: string[];
  tier: Tier;
}
export interface Targets {
  confidence: number;
  horizonRule?: HorizonRule;
  metric: Metric;
}
export interface Tax {
  pack?: string;
  params?: TaxParams;
  perPerson?: boolean;
  regime: Regime;
}
export interface TaxParams {
  bands?: TaxBand[];
  cappedExempt?: Amount;
  cappedRate?: number;
  deduction?: Amount;
  dividends?: number;
  filingStatus?: FilingStatus;
  gains?: number;
  income?: number;
  indexed?: boolean;
  interest?: number;
  localTax?: boolean;
  pension?: number;
}
export interface TaxBand {
  from: Amount;
  rate: number;
}
export interface Withdrawal {
  borrowRate?: number;
  buffer?: Buffer;
  conversions?: Conversion[];
  lastResort?: string[];
  neverTouch?: string[];
  order?: WithdrawalStep[];
  preset?: Preset;
  rule: SpendingRule;
  shortfall?: string[];
  surplus?: SurplusPolicy;
}
export interface WithdrawalStep {
  limit?: Amount;
  pick: string;
  until?: WithdrawalUntil;
  when?: TimeRef;
}
export interface WithdrawalUntil {
  balance?: Amount;
  bracketTop?: number;
  bufferMonths?: number;
  taxAmount?: Amount;
  yearly?: Amount;
}
export interface SpendingRule {
  a?: number;
  applyTo?: ApplyTo;
  b?: number;
  ceil?: number;
  cut?: number;
  cutBelow?: number;
  declinePerYear?: number;
  floor?: number;
  floorTier?: Tier;
  from?: TimeRef;
  fromAge?: number;
  kind: RuleKind;
  lower?: number;
  pct?: number;
  raise?: number;
  raiseAbove?: number;
  rate?: number;
  step?: number;
  table?: string;
  threshold?: number;
  toAge?: number;
  upper?: number;
  years?: number;
}
export interface PlanCheck {
  plan?: Plan;
  problems: Problem[];
}
export interface PlanList {
  plans: PlanSummary[];
}
export interface PlanSummary {
  currency: Currency;
  demo: boolean;
  id: string;
  name: string;
  revision: number;
  updated: string;
}
export interface PlanState {
  id: string;
  plan: Plan;
  problems: Problem[];
  redo: EditName | null;
  revision: number;
  undo: EditName | null;
  updated: string;
}
export interface Replay {
  balances: Balance[];
  future: number;
  lines: ReplayLine[];
  liquid: number[];
  months: number;
  netWorth: number[];
  price: number[];
  start: string;
}
export interface ReplayLine {
  id: string;
  kind:
    | "income"
    | "spending"
    | "goal"
    | "debt"
    | "property"
    | "saving"
    | "withdrawal"
    | "tax"
    | "fee"
    | "return"
    | "unfunded";
  name?: string;
  record?: string;
  tier?: string;
  values: number[];
}
export interface ResultHeader {
  blocks: Blocks;
  cashflow: Cashflow;
  causes: CauseCount[];
  confidence: number;
  currency: string;
  engine: string;
  facts: {
    [k: string]: Fact;
  };
  hash: string;
  limits: Problem[];
  metric: "essentialFunded" | "allFunded";
  milestones: ResultMilestone[];
  model: string;
  months: number;
  ms: number;
  n: number;
  people: ResultPerson[];
  planHash: string;
  purpose: Purpose;
  seed: number;
  start: string;
}
export interface ResultMilestone {
  icon: string;
  id: string;
  month: number;
  name: string;
}
export interface ResultPerson {
  birth: string;
  horizonMonth: number;
  id: string;
  name: string;
}
export interface Rewind {
  base: number;
  day?: string;
  to?: number;
}
export interface SavePlan {
  plan: string;
}
export interface SavedFile {
  path: string;
}
export interface Session {
  demo?: boolean;
  engine: string;
  locale: "en" | "ko";
  native: boolean;
  os: string;
  version: string;
  window: boolean;
}
export interface Settings {
  basis: SettingsBasis;
  gpuVerdict: GPUVerdict;
  lastPath: string;
  lastPlan: string;
  locale: SettingsLocale;
  port: number;
  privacy: Privacy;
  theme: Theme;
  window: SettingsWindow;
}
export interface SettingsWindow {
  height: number;
  maximised: boolean;
  width: number;
  x: number;
  y: number;
}
