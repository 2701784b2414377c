// Generated from backend/httpapi/openapi.json by generate.mjs: do not edit.
// oxlint-disable

/**
 * Reason says why a job was cancelled.
 */
export type CancelReason = "user" | "superseded" | "edited" | "closing";
/**
 * Severity says whether a Problem must be mended before the document can be used.
 */
export type Severity = "error" | "warning";
/**
 * State is where a job stands; the transitions are in the package comment.
 */
export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";
/**
 * At is the kind of a TimeRef.
 */
export type At = "now" | "month" | "age" | "milestone" | "end";
/**
 * Month is a calendar month "YYYY-MM".
 */
export type Month = string;
/**
 * Interp says how a glide path moves between its points.
 */
export type Interp = "linear" | "step";
/**
 * Rebalance is "yearly", "monthly", "never", or {"band": 0.05} (absolute drift
 * of any weight). In JSON it is that string or that object.
 */
export type Rebalance = RebalanceEvery | RebalanceBand;
/**
 * RebalanceEvery says how often a mix is restored.
 */
export type RebalanceEvery = "monthly" | "yearly" | "never";
/**
 * Decimal is an exact decimal number written as a string, e.g. "4500000" or "12.50".
 */
export type Decimal = string;
/**
 * Basis says in whose prices an amount stands.
 */
export type Basis = "today" | "nominal";
/**
 * Currency is an ISO 4217 code, e.g. "KRW".
 */
export type Currency = string;
/**
 * Per is the period an amount is paid in.
 */
export type Per = "month" | "year" | "once";
/**
 * Fee is a yearly rate of the balance, or an amount. In JSON a number or an amount.
 */
export type Fee = number | Amount;
/**
 * Owner of an account, property or debt: a person id, "joint", or a split.
 * In JSON a string or an object {personId: share}.
 */
export type Owner =
  | string
  | {
      [k: string]: number;
    };
/**
 * Wrapper is an account's tax shape, which needs no tax regime to be simulated.
 */
export type Wrapper =
  "cash" | "taxable" | "deferred" | "exempt" | "capped" | "purpose" | "pensionDB" | "restricted" | "crypto" | "other";
/**
 * Reason says why money moved into or out of an account, or why income was entered.
 */
export type MoveReason =
  "pay" | "payroll" | "required" | "earmarked" | "surplus" | "sale" | "refill" | "order" | "early" | "market";
/**
 * PartKind is what a part of a sentence is.
 */
export type AnswerPartKind = "text" | "figure" | "quote";
/**
 * Sentence is one sentence of an answer.
 */
export type AnswerSentence = AnswerPart[];
/**
 * By says who wrote a card's sentences.
 */
export type AnswerBy = "engine" | "model" | "quotes" | "nobody";
/**
 * TrialState is what became of a trial.
 */
export type TrialState = "open" | "applied" | "kept" | "dismissed";
/**
 * Location says whether every account without a mix of its own holds the same one, or
 * all of them hold it together, each what is taxed least in it (package simulate says
 * in what order).
 */
export type Location = "same" | "taxAware";
/**
 * LeverID names a lever: something about a plan that can be moved by an amount.
 */
export type LeverID =
  | "retire"
  | "spendEssential"
  | "spendFlexible"
  | "spendRetired"
  | "saving"
  | "returns"
  | "volatility"
  | "inflation"
  | "fees"
  | "publicPension"
  | "longevity"
  | "equity";
/**
 * AnalysisKind names what is asked of a plan beyond its forecast.
 */
export type AnalysisKind = "drivers" | "solve" | "map" | "stress" | "anatomy" | "success";
/**
 * StressID names a misfortune.
 */
export type StressID =
  "earlyCrash" | "stagflation" | "lowerReturns" | "longLife" | "pensionCut" | "incomeStops" | "careCost";
/**
 * Sampling is how the chance of success is found: from the run's own futures
 * (plain), also from evenly spread ones (quasi), or as the return model and the
 * size of the run suggest (auto).
 */
export type Sampling = "auto" | "plain" | "quasi";
/**
 * ApplyTo says which spending a rule may change.
 */
export type ApplyTo = "flexible" | "all";
/**
 * PassportUnit says what an assumption is measured in.
 */
export type AssumptionUnit = "rate" | "share" | "correlation" | "number" | "choice";
/**
 * History names a series of the embedded monthly history.
 */
export type ReturnHistory = "stocks" | "bonds" | "cash";
/**
 * MeanKind says which mean a return is given by.
 */
export type MeanKind = "geometric" | "arithmetic";
/**
 * YieldKind says what a yield is to the tax office.
 */
export type YieldKind = "dividends" | "interest";
/**
 * LongevityKind says how the ends of lives are chosen.
 */
export type LongevityKind = "fixed" | "table" | "drawn";
/**
 * BlockKind says how long the stretches of a block bootstrap are.
 */
export type BlockKind = "stationary" | "circular";
/**
 * HistoryMeans says which means drawn history has.
 */
export type HistoryMeans = "plan" | "history";
/**
 * ReturnModel names a return model.
 */
export type ReturnModel = "lognormal" | "studentT" | "regime" | "blockBootstrap" | "historicalReplay" | "deterministic";
/**
 * RunStep is the length of a simulated step.
 */
export type RunStep = "month";
/**
 * Kind is what a balance is of.
 */
export type BalanceKind = "account" | "property" | "debt";
/**
 * RefillWhen says when the buffer is filled up again from what is invested: each
 * January, or each January after a calendar year in which that gained more than
 * prices rose; after other years the buffer is used first. Absent: by saving rules alone.
 */
export type RefillWhen = "afterGain" | "always";
/**
 * GrowthKind names a way of growing.
 */
export type GrowthKind = "inflation" | "inflationPlus" | "rate" | "wage" | "index" | "flat";
/**
 * Beyond says that reality lies outside the lines of a fan.
 */
export type StandingBeyond = "below" | "above";
/**
 * Basis says whether figures hold what inflation took.
 */
export type DatasetBasis = "nominal" | "real";
/**
 * Unit says how the figures of a column are meant.
 */
export type DatasetUnit = "percent" | "fraction" | "levels";
/**
 * Order is how a date is written.
 */
export type DateOrder = "ymd" | "dmy" | "mdy";
/**
 * DebtKind is what a debt is.
 */
export type DebtKind = "mortgage" | "lease" | "student" | "card" | "margin" | "other";
/**
 * DebtType is how a debt is paid back.
 */
export type DebtType = "amortising" | "interestOnly" | "bullet";
/**
 * Mark is what stands before the decimals of a number.
 */
export type DecimalMark = "." | ",";
/**
 * Kind is what a file is, by its content.
 */
export type DocumentKind =
  "" | "pdf" | "docx" | "xlsx" | "csv" | "html" | "markdown" | "text" | "epub" | "email" | "image";
/**
 * Reason is why a document is kept for good.
 */
export type PinReason = "statement" | "policy" | "contract" | "tax" | "other";
/**
 * State is how far a document has come.
 *
 * 	waiting → extract → chunk → embed → index → ready
 *
 * Any of them may lead to locked (it needs a password) or failed, and both of
 * these back to waiting.
 */
export type DocumentState = "waiting" | "extract" | "chunk" | "embed" | "index" | "ready" | "locked" | "failed";
/**
 * Known says how a file that was added was recognised.
 */
export type DocumentKnown = "new" | "same" | "title";
/**
 * DraftState is what became of a draft.
 */
export type DraftState = "open" | "accepted" | "declined";
/**
 * Fallback says what becomes of a goal that cannot be paid for in full.
 */
export type Fallback = "reduce" | "delay" | "skip";
/**
 * FilingStatus is who files a US return together.
 */
export type FilingStatus = "single" | "joint" | "separate" | "headOfHousehold";
/**
 * GPU is a verdict about drawing with the graphics processor.
 */
export type GPUVerdict = "" | "works" | "software" | "none";
/**
 * GoalKind is what a goal is about.
 */
export type GoalKind = "education" | "vehicle" | "home" | "travel" | "wedding" | "care" | "gift" | "business" | "other";
/**
 * Tier says how much a spending or goal matters.
 */
export type Tier = "essential" | "flexible" | "wish";
/**
 * GoalWhen is a moment (TimeRef fields) or a Span; never both.
 */
export type GoalWhen = TimeRef | Span;
/**
 * SpendingGroup is what money is spent on.
 */
export type SpendingGroup =
  "house" | "food" | "health" | "care" | "education" | "travel" | "insurance" | "giving" | "other";
/**
 * Kind is what a guest is.
 */
export type GuestKind = "person" | "program";
/**
 * Visibility is how far amounts of money are shown.
 */
export type MoneyVisibility = "full" | "rounded" | "percent";
/**
 * Role is what a principal is to the household.
 */
export type GuestRole = "owner" | "editor" | "adviser" | "viewer";
/**
 * Section is a part of the household that a guest may be shown.
 */
export type GuestSection =
  "people" | "accounts" | "income" | "spending" | "property" | "goals" | "rules" | "results" | "documents" | "advisor";
/**
 * Kind names what happened.
 */
export type HappeningKind =
  | "plan.changed"
  | "plan.archived"
  | "plan.restored"
  | "presence"
  | "settings.changed"
  | "library"
  | "track"
  | "lock"
  | "assessed"
  | "lagged"
  | "share";
/**
 * HorizonRule says how long the plan must hold.
 */
export type HorizonRule = "lastSurvivor";
/**
 * Encoding is how a file writes its letters.
 */
export type StatementEncoding = "utf-8" | "cp949" | "utf-16le" | "utf-16be" | "windows-1252";
/**
 * Outgoing is the sign that money going out has in the column of amounts.
 */
export type OutgoingSign = "negative" | "positive";
/**
 * RowState is what an import would do with a row.
 */
export type ImportRowState = "valid" | "warn" | "error" | "duplicate" | "incoming";
/**
 * Why is the reason of a state.
 */
export type ImportRowWhy = "date" | "amount" | "fine" | "future" | "large" | "group";
/**
 * IncomeKind is where an income comes from.
 */
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
/**
 * InsuranceKind is what an insurance covers.
 */
export type InsuranceKind = "life" | "health" | "disability" | "care" | "annuity";
/**
 * InsureOn is the event that makes an insurance pay.
 */
export type InsureOn = "death" | "disability" | "care" | "age";
/**
 * Unit says how a column's values are written.
 */
export type MethodologyUnit = "text" | "number" | "share" | "rate" | "points";
/**
 * Locale is a language of the interface.
 */
export type SettingsLocale = "" | "en" | "ko";
/**
 * Theme is a look of the interface.
 */
export type Theme = "system" | "light" | "dark";
/**
 * Marker says of a JSON document that it is a plan.
 */
export type Marker = "meridian.plan";
/**
 * BlockKind says which fields of a block stand.
 */
export type MethodologyBlockKind = "text" | "list" | "formula" | "table";
/**
 * Metric is what counts as success.
 */
export type Metric = "essentialFunded" | "allFunded";
/**
 * MilestoneWhen is a TimeRef, or a Trigger that the simulated household pulls.
 */
export type MilestoneWhen = TimeRef | TriggerWhen;
/**
 * TriggerMetric is what a trigger watches.
 */
export type TriggerMetric = "liquid" | "netWorth" | "multipleOfSpending";
/**
 * TriggerOp compares the metric with the value.
 */
export type TriggerOp = ">=";
/**
 * Sex picks a survival table.
 */
export type Sex = "female" | "male";
/**
 * PropertyKind is what a property is.
 */
export type PropertyKind = "home" | "rental" | "land" | "vehicle" | "leaseDeposit" | "other";
/**
 * ToLimit fills an account up to what the regime allows in a year.
 */
export type ToLimit = "regime";
/**
 * SurplusThen says where what is left over goes once the buffer is full.
 */
export type SurplusThen = "taxable" | "spend" | "debt";
/**
 * SourceKind is how a value came into the plan.
 */
export type SourceKind = "manual" | "import" | "document" | "advisor" | "default";
/**
 * Regime names a way of being taxed.
 */
export type Regime = "none" | "flat" | "bands" | "us.federal" | "kr";
/**
 * Preset is a ready-made order of withdrawal, used when Order is empty.
 * TaxableFirst and DeferredFirst draw on bank accounts down to the buffer, then on
 * wrapper after wrapper, at last on the buffer. Proportional draws on all open
 * accounts at once, each in proportion to its balance; since that leaves the
 * household's mix as it is, keepTargetMix does the same. BracketFill draws on
 * tax-deferred accounts until the year's income fills a low tax bracket, then on the
 * others as taxableFirst does, at last on the rest of the deferred ones: under
 * us.federal the 12 % bracket, under kr what private pensions pay at their low
 * rates (and the 15 % bracket where they are taxed with the rest), under bands the
 * lowest with a rate above zero. BestPerformer draws between the two steps on cash
 * on the account whose mix has grown most over the last twelve months, then on the next.
 */
export type Preset =
  "taxableFirst" | "deferredFirst" | "proportional" | "bracketFill" | "bestPerformer" | "keepTargetMix";
/**
 * RuleKind names a spending rule.
 */
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
/**
 * SurplusPolicy says what becomes of money that no saving rule takes.
 */
export type SurplusPolicy = "saveSurplus" | "spendSurplus";
/**
 * Privacy is how amounts are shown.
 */
export type Privacy = "show" | "blur" | "scramble";
/**
 * Field is what a value would be in a plan.
 */
export type ProposedField =
  | "balance"
  | "asOf"
  | "fee"
  | "pension"
  | "premium"
  | "payout"
  | "owed"
  | "payment"
  | "rate"
  | "rent"
  | "deposit"
  | "start"
  | "end";
/**
 * Purpose says what a run is for.
 */
export type Purpose = "full" | "preview";
/**
 * Basis is in whose prices amounts are shown: those of the plan's price level
 * (real) or those of the day (nominal).
 */
export type SettingsBasis = "real" | "nominal";
/**
 * Way is how others come here.
 */
export type Way = "quick" | "named" | "nearby";

/**
 * Accepted is the answer to work that takes its time.
 */
export interface Accepted {
  job: Job;
}
/**
 * Job is work under way, or its end.
 */
export interface Job {
  by?: CancelReason;
  id: string;
  kind: "forecast" | "analysis" | "backup" | "embedding" | "answer";
  problem?: ProblemDocument;
  progress?: JobProgress;
  result?: string;
  /**
   * number of the last event
   */
  seq: number;
  state: JobState;
}
/**
 * ProblemDocument is what went wrong, as RFC 9457 has it. Title and Fix are in the
 * language of the request.
 */
export interface ProblemDocument {
  code: string;
  detail?: string;
  fix: string;
  problems?: Problem[];
  status: number;
  title: string;
  type: string;
  wait?: Waiting;
}
/**
 * Problem is one fault of a document: where, what (a stable code), and in
 * words what is wrong and what to do.
 */
export interface Problem {
  code: string;
  /**
   * RFC 6901; "" is the whole document
   */
  pointer: string;
  severity: Severity;
  text: Text;
}
/**
 * Text is one thing said in English and in Korean.
 */
export interface Text {
  en: string;
  ko: string;
}
/**
 * Waiting is how long a turn would have waited that was not let in.
 */
export interface Waiting {
  /**
   * turns that go first
   */
  ahead: number;
  /**
   * after which asking again is of use
   */
  seconds: number;
}
/**
 * Progress is how far the work has come.
 */
export interface JobProgress {
  done: number;
  phase:
    | "simulate"
    | "solve"
    | "integrate"
    | "analyse"
    | "copy"
    | "seal"
    | "verify"
    | "forecast"
    | "trial"
    | "drivers"
    | "anatomy"
    | "stress"
    | "search"
    | "understand"
    | "write";
  total: number;
}
/**
 * Access says from when an account may be drawn on. A null From means always.
 */
export interface Access {
  exceptions?: string[];
  from?: TimeRef | null;
  penaltyRate?: number;
}
/**
 * TimeRef is a moment in the plan's time. At decides which other fields stand:
 *
 * 	{at:"now"} {at:"month",month} {at:"age",person,years,months?}
 * 	{at:"milestone",ref,offsetMonths?} {at:"end"}
 */
export interface TimeRef {
  at: At;
  month?: Month;
  months?: number;
  offsetMonths?: number;
  person?: string;
  ref?: string;
  years?: number;
}
/**
 * Account holds money. Balance is nominal at AsOf.
 */
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
/**
 * Alloc is a mix of asset classes: fixed Weights, or a Glide path of them.
 */
export interface Alloc {
  glide?: GlidePoint[];
  interp?: Interp;
  rebalance?: Rebalance;
  weights?: {
    [k: string]: number;
  };
}
/**
 * GlidePoint is the mix at one moment of a glide path.
 */
export interface GlidePoint {
  at: TimeRef;
  weights: {
    [k: string]: number;
  };
}
/**
 * RebalanceBand restores a mix when any weight drifts by more than Band.
 */
export interface RebalanceBand {
  band: number;
}
/**
 * Amount is money. Which of Cur, Per, Basis and AsOf may stand, and what
 * their absence means, is said by the field that holds the amount:
 * Cur defaults to the account's or plan's currency, Per to the field's
 * natural period, Basis to "today".
 */
export interface Amount {
  amt: Decimal;
  asOf?: Month;
  basis?: Basis;
  cur?: Currency;
  per?: Per;
}
/**
 * CostBasis is the untaxed part of a balance: what was paid, or what was contributed.
 */
export interface CostBasis {
  contributed?: Amount;
  cost?: Amount;
}
/**
 * AccountMove is money into an account (positive) or out of it (negative), in
 * today's money. Step is the place in the withdrawal order, from 1, where Why is
 * order.
 */
export interface AccountMove {
  amount: number;
  record: string;
  step?: number;
  why: MoveReason;
}
/**
 * Actor is whoever made a change.
 */
export interface Actor {
  id: string;
  /**
   * as the owner knows them; absent for the owner
   */
  name?: string;
  /**
   * whoever asks
   */
  you?: boolean;
}
/**
 * Advisor is how questions are answered.
 */
export interface Advisor {
  /**
   * a model on trial, "" for none
   */
  candidate: string;
  /**
   * the JSON of the steps that a question takes; "" is the usual ones
   */
  path: string;
  /**
   * of a hundred answers, how many it writes as well, beside the other
   */
  share: number;
  /**
   * Sure is the share in per cent that a choice among questions must have to count,
   * of the model SureOf alone, on which it was measured; 0 is the usual one.
   */
  sure: number;
  sureOf: string;
}
/**
 * AdvisorPath is the path that questions take, and what became of its steps since
 * the program began.
 */
export interface AdvisorPath {
  path: Graph;
  steps: StepFigures[];
}
/**
 * Graph is a path that is written down.
 */
export interface Graph {
  nodes: {
    [k: string]: Node;
  };
  root: string;
}
/**
 * Node is a place where paths part or meet.
 */
export interface Node {
  router: string;
  /**
   * the node's deadline; 0 for none
   */
  seconds?: number;
  steps: GraphStep[];
}
/**
 * Step leads to a node or a service.
 */
export interface GraphStep {
  condition?: Condition;
  data?: string;
  dependency?: string;
  /**
   * under which an ensemble gathers; by default what it leads to
   */
  name?: string;
  node?: string;
  service?: string;
  /**
   * per cent, in a splitter
   */
  weight?: number;
}
/**
 * Condition is about one value of a step's data, named by a JSON pointer. One of
 * the others stands.
 */
export interface Condition {
  above?: number;
  below?: number;
  /**
   * text, number or truth
   */
  equals?: {
    [k: string]: unknown;
  };
  exists?: boolean;
  path: string;
}
/**
 * StepFigures is what became of one step. Step is the names that lead to it, joined
 * by slashes, the root's first; Took counts only where it was taken.
 */
export interface StepFigures {
  failed: number;
  skipped: number;
  step: string;
  took: Quantiles;
}
/**
 * Quantiles says how long something took, in milliseconds, since the program
 * began: half of all, 95 and 99 in 100 took no longer than this.
 */
export interface Quantiles {
  count: number;
  most: number;
  p50: number;
  p95: number;
  p99: number;
}
/**
 * Thread is a conversation about one plan.
 */
export interface AdvisorThread {
  /**
   * oldest first; absent in a list
   */
  cards?: AnswerCard[];
  count: number;
  id: string;
  plan: string;
  /**
   * its first question
   */
  title: string;
  updated: string;
}
/**
 * Card is the answer to one question, in the language of Locale.
 */
export interface AnswerCard {
  answer: AnswerSentence[];
  askBack: AnswerControl[];
  asked: string;
  /**
   * names the plan that was asked about; see planBasis
   */
  basis: string;
  /**
   * ids of figures
   */
  because: string[];
  beside?: Beside;
  by: AnswerBy;
  choice?: AnswerChoice;
  /**
   * every one that is referred to
   */
  figures: AnswerFigure[];
  id: string;
  limits: string[];
  locale: string;
  model?: ModelUse;
  /**
   * why a model's answer does not stand here
   */
  note?: string;
  path?: Timing;
  plan: string;
  preferred?: string;
  question: string;
  /**
   * up, down or empty
   */
  rating?: "" | "up" | "down";
  /**
   * hash of the forecast, "" without one
   */
  result: string;
  scenario?: string;
  screen?: string;
  sources: AnswerSource[];
  spread?: AnswerSpread;
  /**
   * Stale says that the plan is another one by now. It is found when a card is
   * shown, and not kept.
   */
  stale?: boolean;
  thread: string;
  /**
   * milliseconds
   */
  took: number;
  try: AnswerTrial[];
}
/**
 * Part is a piece of a sentence. Text is what it reads as; of a figure in money,
 * whoever shows it may write the figure's value in its own way instead.
 */
export interface AnswerPart {
  kind: AnswerPartKind;
  ref?: string;
  text: string;
}
/**
 * Control asks back: whoever chooses an option asks Template again with Value
 * under Name.
 */
export interface AnswerControl {
  label: string;
  name: string;
  options: AnswerOption[];
  template: string;
  /**
   * the option that the card stands on; 0 where none does
   */
  value: number;
}
/**
 * Option is one answer to a control.
 */
export interface AnswerOption {
  label: string;
  /**
   * to ask instead, where the control is about what was meant
   */
  template?: string;
  value: number;
}
/**
 * Beside is what a model on trial made of the same facts. Without sentences, Note
 * says why they cannot be shown.
 */
export interface Beside {
  answer: AnswerSentence[];
  model: ModelUse;
  note?: string;
  /**
   * milliseconds
   */
  took: number;
}
/**
 * ModelUse is what a model did for a card.
 */
export interface ModelUse {
  calls: number;
  host: string;
  name: string;
  promptTokens: number;
  replyTokens: number;
}
/**
 * Choice is how a question was understood. Basis is "asked" when it was asked by
 * its template, "words" when the rule took it, "model" when a model did, "votes"
 * when a model that was not sure was asked again and most of its answers agreed.
 * Confidence and the probabilities stand only on a model's choice: they are
 * renormalised over the choices that it had.
 */
export interface AnswerChoice {
  alternatives?: AnswerAlternative[];
  basis: "asked" | "words" | "model";
  confidence?: number;
  label: string;
  template: string;
  votes?: Votes;
  /**
   * of the question that the rule went by
   */
  words?: string[];
}
/**
 * Alternative is what a question could have meant instead.
 */
export interface AnswerAlternative {
  label: string;
  probability: number;
  template: string;
}
/**
 * Votes is how many of the answers of a model to the same question agreed.
 */
export interface Votes {
  for: number;
  of: number;
}
/**
 * Figure is a fact of the engine. Text is the value as it is written, with its
 * unit; Unit is one of share, points, currency, currencyPerMonth, years, months,
 * age, count and rate.
 */
export interface AnswerFigure {
  ci?: AnswerInterval;
  id: string;
  label: string;
  screen: string;
  text: string;
  unit: "share" | "points" | "currency" | "currencyPerMonth" | "years" | "months" | "age" | "count" | "rate" | "";
  value: number;
}
/**
 * Interval is a 95 % interval.
 */
export interface AnswerInterval {
  high: number;
  low: number;
}
/**
 * Timing is what became of a node or a step, and how long that took.
 */
export interface Timing {
  /**
   * after the run did
   */
  began: number;
  name: string;
  /**
   * the code of the fault of what failed
   */
  problem?: string;
  /**
   * of a node; "" of a service
   */
  router?: string;
  state: string;
  steps?: Timing[];
  took: number;
}
/**
 * Source is a span of a page. Quote, Title and Label are read from the library
 * whenever a card is shown and kept nowhere; Gone says that it was forgotten.
 */
export interface AnswerSource {
  document: string;
  gone?: boolean;
  id: string;
  /**
   * of the page
   */
  label?: string;
  page: number;
  quote?: string;
  quoteHash: string;
  scanned?: boolean;
  span: DocumentSpan;
  title?: string;
}
/**
 * Span is a run of code points, [Start, End).
 */
export interface DocumentSpan {
  end: number;
  start: number;
}
/**
 * Spread is the distribution of an amount among all futures.
 */
export interface AnswerSpread {
  label: string;
  n: number;
  percentiles: SpreadPercentile[];
  unit: string;
}
/**
 * Percentile is the value below which P of a hundred futures end.
 */
export interface SpreadPercentile {
  p: number;
  value: number;
}
/**
 * Trial is a change of the plan, and what came of it in the plan's own futures.
 * Before and After are shares of futures that hold; Delta their difference, with
 * the interval of paired shares. Rescued are the futures that hold only with the
 * change, Lost those that hold only without it.
 */
export interface AnswerTrial {
  after: number;
  /**
   * Assumption says that the household cannot decide this: it can be kept as a
   * scenario, and not applied.
   */
  assumption?: boolean;
  before: number;
  ci?: AnswerInterval;
  delta: number;
  lost: number;
  n: number;
  name: string;
  patch: {
    [k: string]: unknown;
  };
  rescued: number;
  spendAfter?: number;
  /**
   * SpendBefore and SpendAfter are the sustainable spending per month; absent
   * where a rule of the plan sets the spending.
   */
  spendBefore?: number;
  state: TrialState;
}
/**
 * Allocation is the household's mix.
 */
export interface Allocation {
  default: Alloc;
  location?: Location;
}
/**
 * Analysis is the answer to one question about a plan. The part that its kind
 * names stands. Every success in it was counted in the futures of Base: the
 * first of them, or all.
 */
export interface Analysis {
  anatomy?: Anatomy;
  base: Estimate;
  confidence: number;
  drivers?: Drivers;
  engine: string;
  hash: string;
  kind: AnalysisKind;
  map?: LeverMap;
  /**
   * Metric is the success that counts, Confidence the share of futures that should succeed.
   */
  metric: "essentialFunded" | "allFunded";
  ms: number;
  /**
   * N is how many futures Base was counted in, MS how long all of it took.
   */
  n: number;
  planHash: string;
  seed: number;
  solve?: Solutions;
  stress?: StressTest;
  success?: Closely;
}
/**
 * Anatomy is why futures fail. Futures lists the failing ones in order of their
 * number, at most 10,000 of them; Causes counts all.
 */
export interface Anatomy {
  causes: CauseShare[];
  failed: number;
  futures: Failure[];
  n: number;
}
/**
 * CauseShare is how many of the failing futures failed first for a cause.
 */
export interface CauseShare {
  cause: string;
  count: number;
  share: number;
}
/**
 * Failure is one failing future. FirstAge is the first person's age in years when
 * something essential first goes unpaid, and FirstMonth ("YYYY-MM") when that is.
 */
export interface Failure {
  cause: string;
  firstAge: number;
  firstMonth: string;
  future: number;
  text: Text;
}
/**
 * Estimate is a share of futures; it has no interval where futures are not drawn.
 */
export interface Estimate {
  ci?: Interval;
  value: number;
}
/**
 * Interval is a confidence interval.
 */
export interface Interval {
  high: number;
  level: number;
  low: number;
}
/**
 * Drivers are the levers moved a human-sized step both ways, the widest spread first.
 */
export interface Drivers {
  rows: Driver[];
}
/**
 * Driver is one lever moved down and up. Unit is months, share, points or years:
 * a share is of what the lever moves, points are added to a yearly rate or a
 * weight (0.01 is one percentage point).
 */
export interface Driver {
  down: LeverMove;
  lever: LeverID;
  unit: "months" | "share" | "points" | "years";
  up: LeverMove;
}
/**
 * Move is a lever moved by an amount, on the same futures as the plan itself.
 * Where it is not possible, Why stands and the rest does not.
 */
export interface LeverMove {
  amount: number;
  delta?: Estimate;
  /**
   * N is how many futures the move was played in.
   */
  n?: number;
  /**
   * Patch is the merge patch that makes the move.
   */
  patch?: {
    [k: string]: unknown;
  };
  possible: boolean;
  success?: Estimate;
  why?: Text;
}
/**
 * LeverMap is success over two levers. Cells is [y][x].
 */
export interface LeverMap {
  cells: LeverCell[][];
  x: LeverAxis;
  y: LeverAxis;
}
/**
 * LeverCell is both levers moved at once.
 */
export interface LeverCell {
  patch?: {
    [k: string]: unknown;
  };
  possible: boolean;
  success?: Estimate;
  why?: Text;
}
/**
 * LeverAxis is the amounts of one lever, in ascending order.
 */
export interface LeverAxis {
  lever: LeverID;
  unit: "months" | "share" | "points" | "years";
  values: number[];
}
/**
 * Solutions are the smallest changes found that reach the target.
 */
export interface Solutions {
  already: boolean;
  pairs: SolutionPair[];
  single: Solution[];
  /**
   * Target is the success sought; Already says that the plan reaches it as it is.
   */
  target: number;
}
/**
 * Pair is two levers that reach the target together. Effort is the sum of both.
 */
export interface SolutionPair {
  effort: number;
  levers: LeverAmount[];
  patch: {
    [k: string]: unknown;
  };
  success: Estimate;
}
/**
 * LeverAmount is a lever and how far it is moved.
 */
export interface LeverAmount {
  amount: number;
  lever: LeverID;
  unit: "months" | "share" | "points" | "years";
}
/**
 * Solution is one lever moved as little as reaches the target. Where it is not
 * reached, Why says so, and the amount is the one that came nearest.
 */
export interface Solution {
  amount: number;
  /**
   * Effort is the amount over the lever's human-sized step.
   */
  effort: number;
  lever: LeverID;
  patch?: {
    [k: string]: unknown;
  };
  reached: boolean;
  success?: Estimate;
  unit: "months" | "share" | "points" | "years";
  why?: Text;
}
/**
 * Stress are named misfortunes, the most damaging first.
 */
export interface StressTest {
  rows: StressRow[];
}
/**
 * StressRow is one misfortune. Told says what exactly happens. Patch stands where
 * a patch of the plan can say it.
 */
export interface StressRow {
  delta?: Estimate;
  /**
   * Depth is the median share of essentials left unpaid in the futures that
   * fail under it, from the first shortfall on.
   */
  depth: number;
  id: StressID;
  n?: number;
  name: Text;
  patch?: {
    [k: string]: unknown;
  };
  possible: boolean;
  success?: Estimate;
  told: Text;
  why?: Text;
}
/**
 * Closely is the success that counts, and how it was found: by a method, which is
 * quasi where evenly spread futures tell it, and plain where they say no more than
 * drawn ones (Why says why) or the plan asks for that. By quasi it rests on
 * Replicates independent nets of Points futures each, for which Played were played.
 */
export interface Closely {
  asked: Sampling;
  estimate: Estimate;
  method: Sampling;
  played?: number;
  points?: number;
  replicates?: number;
  why?: Text;
}
/**
 * AnalysisOptions are what some kinds of analysis are asked besides. Confidence
 * is the share that a solve should reach, absent the plan's own; X and Y are the
 * levers of a map.
 */
export interface AnalysisOptions {
  confidence?: number;
  x?: string;
  y?: string;
}
/**
 * AnswerCost is what one turn on a model host cost. It says nothing of what was asked.
 */
export interface AnswerCost {
  at: string;
  /**
   * the model had to be loaded
   */
  cold: boolean;
  failed: boolean;
  first: number;
  /**
   * an estimate; 0 when nobody knows what the host draws
   */
  joules: number;
  lane: string;
  tokens: number;
  tokensPerSecond: number;
  took: number;
  /**
   * seconds, as all that follow
   */
  waited: number;
}
/**
 * Asked is how sharing is to be opened.
 */
export interface Asked {
  /**
   * the owner has read what it means
   */
  consent: boolean;
  /**
   * after which it ends by itself; 0 never
   */
  minutes: number;
  way: "quick" | "named" | "nearby";
}
/**
 * Assessment is a card that nobody asked for. There is one of each subject; a newer
 * one takes its place.
 */
export interface Assessment {
  about: "change" | "review" | "document" | "checkIn" | "market";
  card: AnswerCard;
  made: string;
  plan: string;
  /**
   * of the plan as it was assessed
   */
  revision: number;
  /**
   * Silent says that there is nothing to tell, as of the first look at a plan.
   */
  silent?: boolean;
  /**
   * the month of a review, the id of a document; "" of the others
   */
  subject: string;
}
/**
 * AssessmentList is what is told of a plan unasked, the newest first.
 */
export interface AssessmentList {
  assessments: Assessment[];
}
/**
 * Passport is what is known of one assumption.
 */
export interface AssumptionPassport {
  about: Text;
  /**
   * Choice, where set, is the rule, model, order or law that is described, or that
   * reads the value described: the value at Path, or of "/withdrawal/rule/kind" or
   * "/assumptions/returns/model"; or the kind of mean that a class states. Default
   * is then what it begins with.
   */
  choice?: string;
  /**
   * Date is the month in which the default was set, e.g. "2026-01".
   */
  date: string;
  /**
   * Default is the value in a blank plan; absent for what is not a number.
   */
  default?: number;
  history?: RecordedDistribution;
  /**
   * ID is a name that stays, e.g. "class.stocks.mean".
   */
  id: string;
  lever?: string;
  name: Text;
  /**
   * Path is the JSON pointer of the value in a blank plan; of what a blank plan has
   * none of, the record's id is *.
   */
  path: string;
  /**
   * Series, where set, is the recorded series that the assumption is about. A
   * class of a plan that follows the same series (its "history") has the same
   * passport, whatever the class is called.
   */
  series?: string;
  source: Text;
  /**
   * Stands, where set, is what a choice makes of what History measures: the value
   * that has its place there.
   */
  stands?: number;
  /**
   * Step is a change that a person may well be wrong by, and Lever the name
   * under which the drivers of a forecast say what that would do; Lever is
   * absent where no driver moves it.
   */
  step?: number;
  unit: AssumptionUnit;
  unrecorded?: Text;
  /**
   * Usual tells of a choice that a plan which says nothing else has it.
   */
  usual?: boolean;
}
/**
 * Distribution is what a measure came to in every window of recorded history.
 */
export interface RecordedDistribution {
  /**
   * At is the percentile at which the default, or what a choice makes of the
   * measure, stands, from 0 to 100.
   */
  at: number;
  measure: Text;
  /**
   * Percentiles are the 0th to the 100th, in steps of one: 101 values.
   */
  percentiles: number[];
  windows: number;
  /**
   * Years is the length of a window, Windows how many there are: one from each
   * month on, so that they overlap.
   */
  years: number;
}
/**
 * Assumptions says of every default assumption what it is, where it comes from,
 * and where it stands in recorded history.
 */
export interface AssumptionPassports {
  history: RecordedHistory;
  passports: AssumptionPassport[];
}
/**
 * Recorded names the history that distributions are taken from.
 */
export interface RecordedHistory {
  /**
   * month, e.g. "1871-01"
   */
  first: string;
  last: string;
  months: number;
  name: Text;
}
/**
 * Assumptions are what the household believes about the world.
 */
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
/**
 * Class is an asset class. Real is geometric per year; Yield is the part of
 * the return paid out each year, taxed as YieldAs says (absent: dividends).
 * History is the series of the past that the class follows in historical replay
 * and block bootstrap.
 */
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
/**
 * RealReturn is a yearly real return: geometric mean (arithmetic when Kind says so) and standard deviation.
 */
export interface RealReturn {
  kind?: MeanKind;
  mean: number;
  sd: number;
}
/**
 * Corr is a correlation matrix over Order: class ids, "inflation", "wage".
 */
export interface Corr {
  m: number[][];
  order: string[];
}
/**
 * Dataset names an own file of history, which is kept beside plans, by the Hash of
 * what it says. Columns says by asset class which of its columns the class follows;
 * one that is empty leaves the class without ups and downs, at its mean.
 */
export interface Dataset {
  columns?: {
    [k: string]: string;
  };
  country?: string;
  from?: Month;
  hash?: string;
  id: string;
  licence?: string;
  name?: string;
  to?: Month;
}
/**
 * DefaultFee is the yearly fee of accounts that name none.
 */
export interface DefaultFee {
  default: number;
}
/**
 * Inflation is yearly: mean, standard deviation, AR(1) coefficient between
 * years, and spreads of further indices above it.
 */
export interface Inflation {
  ar1?: number;
  mean: number;
  sd: number;
  spreads?: {
    [k: string]: number;
  };
}
/**
 * Longevity says whether lives end at fixed ages or by table. Fixed (or absent):
 * everybody is planned for to their own Horizon. Table: to the percentile of a
 * survival table, whatever Horizon says of age. Drawn: in each future each life
 * ends by chance, by the table, independently of the others'; the future ends
 * with the last life, and until then follows those who live: pensions end or pass
 * on in part (Income.SurvivorShare), spending changes (Spending.Owner,
 * Legacy.Survivors), accounts pass over. Joint says so in words; lives are always
 * joint in that sense.
 */
export interface Longevity {
  joint?: boolean;
  kind: LongevityKind;
}
/**
 * Returns chooses the return model. DF is read by studentT; Regimes by regime;
 * Wrap by historicalReplay. BlockMonths (absent: 60), Blocks, Stagger and Means
 * are read by blockBootstrap. Package market documents the models.
 */
export interface Returns {
  /**
   * BlockMonths is how long a stretch of history is: on average where Blocks
   * is stationary, always where it is circular.
   */
  blockMonths?: number;
  blocks?: BlockKind;
  dataset?: string;
  df?: number;
  means?: HistoryMeans;
  model: ReturnModel;
  regimes?: Switch;
  /**
   * Stagger lets the first stretch of each future end early by chance, so that
   * futures do not all change stretches in the same months.
   */
  stagger?: boolean;
  wrap?: boolean;
}
/**
 * Switch parameterises a two-state regime model. StayCalm and StayStress are
 * the chances that a month of calm, or of stress, is followed by another.
 * StressMean is what a year of stress does to the growth of classes with a
 * deviation of 10 % or more, as a share of it (-0.25: a quarter less than
 * usual). StressSD is how many times as large the ups and downs of everything
 * are in stress as in calm. Over time, means and deviations stay those of the
 * classes: calm is that much better.
 */
export interface Switch {
  stayCalm: number;
  stayStress: number;
  stressMean: number;
  stressSd: number;
}
/**
 * RunDefaults are proposals for a run; what was run is stored with the result.
 */
export interface RunDefaults {
  antithetic?: boolean;
  paths?: number;
  sampling?: Sampling;
  /**
   * Seed is at most 2^53-1, so that JavaScript reads it exactly.
   */
  seed?: number;
  step?: RunStep;
}
/**
 * Wage is real growth of wages per year: its mean, and how much it varies about it,
 * for all incomes that grow with wages together.
 */
export interface Wage {
  mean: number;
  sd?: number;
}
/**
 * AuditEntry is one thing that was done. Who is a guest's id, "owner", or empty for
 * nobody known; Act is a name of this package guest or of a route.
 */
export interface AuditEntry {
  act: string;
  at: string;
  country?: string;
  from?: string;
  object?: string;
  ray?: string;
  who: string;
}
/**
 * AuditLog is what was done, the newest first. Before asks for what lies further back.
 */
export interface AuditLog {
  before?: number;
  entries: AuditEntry[];
}
/**
 * BackedUpPlan is a plan in a backup.
 */
export interface BackedUpPlan {
  id: string;
  name: string;
}
/**
 * Backup is one file on a shelf.
 */
export interface Backup {
  bytes: number;
  made: string;
  name: string;
  /**
   * Recoverable: beside it lies what lets the recovery key open it.
   */
  recoverable: boolean;
  /**
   * Verified is when it was last read to its end and was whole; absent where that
   * is not known.
   */
  verified?: string;
}
/**
 * BackupContents is what a backup holds; it was read to its end.
 */
export interface BackupContents {
  /**
   * of the database
   */
  bytes: number;
  made: string;
  plans: BackedUpPlan[];
  program: string;
}
/**
 * BackupSchedule is when and where backups are made without being asked for.
 */
export interface BackupSchedule {
  every: string;
  /**
   * an absolute path; "" is the program's own choice
   */
  folder: string;
  /**
   * how many are kept, at least 1; older ones go
   */
  keep: number;
  /**
   * the owner put it off when it was first offered; only Health and Settings remind of it
   */
  later: boolean;
}
/**
 * BackupShelf is where backups lie, and which.
 */
export interface BackupShelf {
  /**
   * the newest first
   */
  backups: Backup[];
  folder: string;
  /**
   * a passphrase is kept for scheduled backups
   */
  remembered: boolean;
}
/**
 * Base names the revision that the sender has seen, and the change that they ask for.
 */
export interface Base {
  base: number;
  op?: string;
}
/**
 * Bequest is money left to someone.
 */
export interface Bequest {
  amount: Amount;
  archived?: boolean;
  name?: string;
  sort?: string;
}
/**
 * Blocks describes the three matrices.
 */
export interface Blocks {
  futures: FuturesBlock;
  series: SeriesBlock;
  years: YearsBlock;
}
/**
 * FuturesBlock is [column][future].
 */
export interface FuturesBlock {
  columns: string[];
  n: number;
}
/**
 * SeriesBlock is [basis][metric][percentile][month].
 */
export interface SeriesBlock {
  basis: string[];
  metrics: string[];
  months: number;
  percentiles: number[];
}
/**
 * YearsBlock is [metric][year][future], at the end of each year.
 */
export interface YearsBlock {
  basis: string[];
  metrics: string[];
  n: number;
  years: number[];
}
/**
 * Brush is what sets a subset of a result's futures apart from the rest.
 */
export interface Brush {
  /**
   * Differences are of the quantities of the futures block, the largest first.
   */
  differences: BrushDifference[];
  /**
   * Median is the future of the subset that lies nearest to its medians.
   */
  median: number;
  /**
   * N is how many futures are in the subset, Share of all.
   */
  n: number;
  share: number;
}
/**
 * Difference is one quantity's means in the subset and in the rest. D is their
 * difference over the pooled standard deviation.
 * Source: Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), 2.2.
 */
export interface BrushDifference {
  column: string;
  d: number;
  rest: number;
  selected: number;
}
/**
 * Buffer is how many months of spending are kept in cash.
 */
export interface Buffer {
  months: number;
  refillWhen?: RefillWhen;
}
/**
 * Buy is a purchase in the future. Funding names an account to pay from, if not the usual order.
 */
export interface Buy {
  at: TimeRef;
  funding?: string;
  price: Amount;
}
/**
 * Calibration is how sure a model may be taken to be: its choices among questions
 * whose meaning is known, and what came of them.
 */
export interface Calibration {
  asked: number;
  at: string;
  bins: CalibrationBin[];
  /**
   * Error is the expected calibration error: how far what the model says of its
   * choices is from how often they are right, from 0 to 1.
   */
  error: number;
  host: string;
  model: string;
  /**
   * Now is the share that counts today, in per cent; NowShown of Asked count, NowWrong
   * of them wrongly.
   */
  now: number;
  nowShown: number;
  nowWrong: number;
  right: number;
  shown: number;
  /**
   * Sure is the share from which its choices should count, in per cent, by the rule
   * of Calibrate; 0 where no share keeps to it. Shown of Asked would count then,
   * Wrong of them wrongly.
   */
  sure: number;
  /**
   * Weighed is how many of the choices came with probabilities; without any, the
   * host sends none, and every choice of the model is asked back about.
   */
  weighed: number;
  wrong: number;
}
/**
 * Bin is the choices whose probability lies in a range, from From on up to To: what
 * the model said on average, and which share was right.
 */
export interface CalibrationBin {
  count: number;
  from: number;
  right: number;
  said: number;
  to: number;
}
/**
 * Cap is the most that some saving rules of a plan may pay in together in the
 * plan's first year.
 */
export interface Cap {
  /**
   * Asked is what the rules would pay in over the plan's first year without the
   * limit, as far as they say an amount or a share of pay; likewise.
   */
  asked: number;
  /**
   * Group is what the rules share: a group of the law, or a rule's own id.
   */
  group: string;
  /**
   * Rules are ids of saving rules, in the order in which they are served.
   */
  rules: string[];
  /**
   * Yearly is per calendar year, in the plan's currency and in prices of its start.
   */
  yearly: number;
}
/**
 * Mark is what a person says of a card: what became of a trial, or a rating.
 */
export interface CardMark {
  /**
   * Preferred is own, beside, or empty to take it back, of a card with an answer
   * of a model on trial.
   */
  preferred?: string;
  /**
   * up, down, or empty to take it back
   */
  rating?: string;
  state?: TrialState;
  /**
   * from 0
   */
  trial?: number;
}
/**
 * Care is the chance per year, from an age on, to need care for so many months, once
 * in a life, and what it costs (per month when Per is absent).
 */
export interface Care {
  cost: Amount;
  fromAge: number;
  growth?: Growth;
  months: number;
  probPerYear: number;
}
/**
 * Growth says how an amount changes with time, smoothly, counted from the
 * plan's start (for a nominal amount: from the start of its span). Rate is per year: real for inflationPlus, nominal for rate.
 * Where no growth is given, an amount in today's money follows inflation and a
 * nominal one stays flat.
 */
export interface Growth {
  cap?: Amount;
  index?: string;
  kind: GrowthKind;
  rate?: number;
}
/**
 * Cashflow is the mean over all futures of what moved in each year, in today's money.
 */
export interface Cashflow {
  lines: CashflowLine[];
  years: number[];
}
/**
 * Line is one line of the cash flow. Record is the plan record it comes from.
 */
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
/**
 * CauseCount is how many futures failed first for a cause.
 */
export interface CauseCount {
  cause: string;
  count: number;
}
/**
 * Check is one thing that was looked at.
 */
export interface Check {
  fix: Text;
  id: string;
  state: "ok" | "warn" | "fail";
  text: Text;
}
/**
 * CheckIn is what everything was worth on a day. NetWorth is in the plan's
 * currency, at the plan's rates of when it was kept.
 */
export interface CheckIn {
  balances: CheckInBalance[];
  day: string;
  id: string;
  made: string;
  netWorth: Amount;
}
/**
 * Balance is what one record of the plan was worth. Same says that whoever
 * checked in found it unchanged.
 */
export interface CheckInBalance {
  amount: Amount;
  kind: BalanceKind;
  name?: string;
  record: string;
  same?: boolean;
}
/**
 * Item is a record that a check-in asks about, and what it was last known to be
 * worth: at the newest check-in, else in the plan.
 */
export interface CheckInItem {
  kind: BalanceKind;
  last: Amount;
  /**
   * a day, or the month of the plan's balance
   */
  lastAt: string;
  name: string;
  record: string;
}
/**
 * Chosen is a model that the owner chose, and whether it is there.
 */
export interface Chosen {
  /**
   * otherwise the next question begins cold
   */
  loaded: boolean;
  /**
   * "" for none
   */
  name: string;
  there: boolean;
}
/**
 * Citation says where an answer stands.
 */
export interface Citation {
  document: string;
  page: number;
  quote: string;
  /**
   * see QuoteHash
   */
  quoteHash: string;
  span: DocumentSpan;
}
/**
 * Claim makes the age at which a public pension is claimed a lever. Ages in
 * years; rates per year of claiming early or late. The income's Amount is what
 * is paid at Normal. At is the chosen age and then also the start of the
 * income; when it is absent the income's span and amount stand as they are.
 */
export interface Claim {
  at?: number;
  earliest: number;
  increasePerYear: number;
  latest: number;
  normal: number;
  reducePerYear: number;
}
/**
 * ClassAmount is an amount of a class of income in the year to date.
 */
export interface ClassAmount {
  amount: number;
  class:
    | "untaxed"
    | "ordinary"
    | "pension"
    | "interest"
    | "dividends"
    | "gains"
    | "capped"
    | "wages"
    | "secondWages"
    | "deferred"
    | "retired"
    | "severance"
    | "savedPension"
    | "savedRetirement"
    | "selfEmployed"
    | "secondSelfEmployed"
    | "withheld"
    | "otherIncome"
    | "fees";
}
/**
 * ConfirmedKey are the groups that were typed back, in the order they were asked for.
 */
export interface ConfirmedKey {
  words: string[];
}
/**
 * Conflict is a value that came too late: its place had been changed meanwhile.
 * What stands there is in the plan.
 */
export interface Conflict {
  at: string;
  by: Actor;
  id: string;
  /**
   * the change that it was part of
   */
  op?: string;
  /**
   * JSON pointer
   */
  path: string;
  since: string;
  standing: Actor;
  /**
   * what was meant; absent when it was to be removed
   */
  value?: {
    [k: string]: unknown;
  };
}
/**
 * Conversion moves money from a deferred to an exempt account at the end of each
 * December of its span, taxed as income and without penalty: what brings the year's
 * income of the owner, before deductions and without gains and dividends, up to
 * FillTo per year. Without FillTo all of it moves at once. To fill a bracket, give
 * its top plus the deductions. It may also move a capped account (an ISA that has run its
 * term) into a deferred one, which Korea gives a further credit for.
 */
export interface Conversion {
  fillTo?: Amount;
  from: string;
  span: Span;
  to: string;
}
/**
 * Span is a stretch of time: {start,end?}, {start,months} or {end,months}.
 * A missing start means now, a missing end the horizon. The end month itself
 * is outside the span.
 */
export interface Span {
  end?: TimeRef;
  months?: number;
  start?: TimeRef;
}
/**
 * Course is a snapshot with its lines, and where reality went since.
 */
export interface Course {
  fan: SnapshotFan;
  /**
   * oldest first
   */
  points: CoursePoint[];
  snapshot: Snapshot;
}
/**
 * Fan is the lines of a snapshot's net worth: [percentile][month], at the end of
 * each month, in whole units of its currency.
 */
export interface SnapshotFan {
  /**
   * in money of the day
   */
  nominal: number[][];
  /**
   * ascending
   */
  percentiles: number[];
  /**
   * in money of the first month
   */
  real: number[][];
}
/**
 * Point is a check-in on the lines of a snapshot. Standing is absent before the
 * snapshot was made: such a point is past, not something that was foretold.
 */
export interface CoursePoint {
  day: string;
  netWorth: Amount;
  standing?: Standing;
}
/**
 * Standing is where an amount is among the futures of a snapshot. Percentile is
 * between two lines, in a straight line from one to the other; where Beyond is
 * set it is that of the nearest line, and no more is known.
 */
export interface Standing {
  beyond?: StandingBeyond;
  /**
   * what the middle future had that day
   */
  median: number;
  percentile: number;
}
/**
 * Snapshot is what a forecast said when it was made, without its lines.
 */
export interface Snapshot {
  auto: boolean;
  currency: Currency;
  engine: string;
  hash: string;
  id: string;
  made: string;
  months: number;
  n: number;
  seed: number;
  start: Month;
  /**
   * a share
   */
  success: number;
}
/**
 * Column is one series of a set in figures: growth is real but for prices.
 */
export interface DatasetColumn {
  /**
   * Growth is the geometric mean per year, SD the standard deviation of the growth
   * of whole years counted from the first month, as shares.
   */
  growth: number;
  name: string;
  percentiles: number[];
  sd: number;
  windows: number;
  /**
   * Years is the length of the stretches that Percentiles tell of: growth per
   * year over each of Windows stretches, the 0th to the 100th.
   */
  years: number;
}
/**
 * DatasetList is the histories of markets that were brought, by name.
 */
export interface DatasetList {
  datasets: OwnDataset[];
}
/**
 * Set is a history that was taken in.
 */
export interface OwnDataset {
  columns: DatasetColumn[];
  country?: string;
  from: Month;
  hash: string;
  licence?: string;
  made: string;
  months: number;
  name: string;
  prices: DatasetColumn;
  to: Month;
  usedBy: PlanName[];
}
/**
 * PlanName is a plan by its id and name.
 */
export interface PlanName {
  id: string;
  name: string;
}
/**
 * Review says what would be taken in of a file. With Problems nothing would.
 */
export interface DatasetReview {
  /**
   * the same set is kept already
   */
  here: boolean;
  /**
   * columns that hold no figures
   */
  ignored: string[];
  /**
   * the column of prices; "" where none was recognised
   */
  inflation: string;
  /**
   * months at either end in which a column has no figure
   */
  leftOut: number;
  /**
   * at most 40; the pointer of a line is /lines/17
   */
  problems: Problem[];
  read: ReadColumn[];
  /**
   * the first rows, as they are
   */
  sample: string[][];
  set?: OwnDataset;
}
/**
 * ReadColumn is a column of a file and how it was read.
 */
export interface ReadColumn {
  name: string;
  unit: DatasetUnit;
}
/**
 * Debt is money owed, nominal. Rate is a yearly nominal rate, compounded monthly.
 */
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
/**
 * Extra is a payment beyond what is due.
 */
export interface Extra {
  amount: Amount;
  span: Span;
}
/**
 * RateChange is the rate after a fixed period.
 */
export interface RateChange {
  rate: number;
}
/**
 * Delta is a difference of two shares.
 */
export interface Delta {
  ci: Interval;
  value: number;
}
/**
 * Disability is the chance per year, as long as the person works, to be unable to for
 * so many months. Pay from work stops but for Share of it.
 */
export interface Disability {
  months: number;
  probPerYear: number;
  share?: number;
}
/**
 * DocumentAdded is the answer to a file: how it was recognised.
 */
export interface DocumentAdded {
  document: LibraryDocument;
  known: DocumentKnown;
}
/**
 * LibraryDocument is a file that was added, and where it stands.
 */
export interface LibraryDocument {
  added: string;
  bytes: number;
  /**
   * of the same title, which this one may replace
   */
  earlier?: string;
  /**
   * when it goes unless it is used; absent when pinned
   */
  expires?: string;
  fault?: DocumentFault;
  /**
   * it expired while nobody could use it, and goes at Expires all the same
   */
  grace: boolean;
  id: string;
  issuer?: string;
  kind: DocumentKind;
  lastUsed: string;
  /**
   * fields of plans that took their value from it
   */
  linked: number;
  /**
   * read so far
   */
  pages: number;
  /**
   * made so far
   */
  passages: number;
  pinned?: DocumentPin;
  progress?: DocumentProgress;
  /**
   * a page's text was recognised from a picture
   */
  scanned: boolean;
  state: DocumentState;
  tenant: string;
  title: string;
  year?: number;
}
/**
 * DocumentFault is why a document could not be read, in the language of the request.
 */
export interface DocumentFault {
  code: string;
  fix: string;
  title: string;
}
/**
 * DocumentPin keeps a document for good.
 */
export interface DocumentPin {
  /**
   * in the person's own words
   */
  note?: string;
  reason: PinReason;
  since: string;
}
/**
 * Progress is how far a document has come in a stage.
 */
export interface DocumentProgress {
  /**
   * pages or passages
   */
  done: number;
  stage: DocumentState;
  /**
   * 0 while nobody knows
   */
  total: number;
}
/**
 * DocumentDetail is a document and its pages.
 */
export interface DocumentDetail {
  document: LibraryDocument;
  pages: PageInfo[];
}
/**
 * PageInfo is a page without its text.
 */
export interface PageInfo {
  /**
   * code points of its text
   */
  characters: number;
  heading: string;
  height: number;
  /**
   * "" where that is the number
   */
  label: string;
  /**
   * from 1
   */
  number: number;
  /**
   * it shows pictures whose text was not read
   */
  pictures: boolean;
  /**
   * the text was recognised from a picture and is not verified
   */
  scanned: boolean;
  /**
   * points; 0 where a page has no size
   */
  width: number;
}
/**
 * Door is the Cloudflare Access application before the remote listener; empty for none.
 */
export interface Door {
  audience: string;
  team: string;
}
/**
 * Draft is a plan of an adviser's own, made of another plan.
 */
export interface Draft {
  by: string;
  made: string;
  /**
   * of whoever made it
   */
  name: string;
  of: string;
  plan: string;
  state: DraftState;
}
/**
 * DraftList is every draft that whoever asks may see, the newest first.
 */
export interface DraftList {
  drafts: Draft[];
}
/**
 * Edit changes a plan by a merge patch (RFC 7396). Base is the newest revision
 * that the sender had seen, Seen names their own changes that were still on
 * their way; Op names this one: sent again, it is not made again. Settles names
 * conflicts that it decides.
 */
export interface Edit {
  base: number;
  name: EditName;
  op?: string;
  patch: {
    [k: string]: unknown;
  };
  seen?: string[];
  settles?: string[];
}
/**
 * EditName is what an edit is called, as a key that the interface translates.
 */
export interface EditName {
  args?: {
    [k: string]: string;
  };
  key: string;
}
/**
 * EmbedderState says what gives passages their vectors.
 */
export interface EmbedderState {
  dimensions: number;
  name: string;
  neural: boolean;
  /**
   * passages that are still to be embedded anew
   */
  pending: number;
}
/**
 * Record is what every keyed record carries.
 */
export interface Entry {
  archived?: boolean;
  name?: string;
  sort?: string;
}
/**
 * Examination is what the doctor found.
 */
export interface Examination {
  at: string;
  chat: string;
  findings: Finding[];
  host: string;
  /**
   * of a cold start; 0 when it was warm
   */
  loadSeconds: number;
  /**
   * read; 0 unmeasured
   */
  promptPerSecond: number;
  /**
   * written; 0 unmeasured
   */
  tokensPerSecond: number;
  version: string;
}
/**
 * Finding is one thing that was examined: what was found, and what to do.
 */
export interface Finding {
  fix: Text;
  id: string;
  text: Text;
  verdict: "ok" | "warn" | "fail" | "skipped";
}
/**
 * FXRate is a constant real exchange rate: one unit of the pair's first
 * currency in the second ("USD/KRW").
 */
export interface FXRate {
  asOf?: Month;
  rate: Decimal;
  source?: string;
}
/**
 * Fact is a named figure. Unit is one of share, currency, currencyPerMonth,
 * years, months, age, count, rate; Basis is real, nominal or empty.
 */
export interface Fact {
  basis: "real" | "nominal" | "";
  ci?: Interval;
  unit: "share" | "currency" | "currencyPerMonth" | "years" | "months" | "age" | "count" | "rate";
  value: number;
}
/**
 * Follow asks for the events of a job after a number; 0 asks for all.
 */
export interface Follow {
  after: number;
}
/**
 * Balance is an account's balance at the end of each month.
 */
export interface ForecastBalance {
  name: string;
  record: string;
  values: number[];
}
/**
 * Forgetting is what forgetting a document would take away, and what stays.
 */
export interface Forgetting {
  goes: Goes;
  stays: Stays;
}
/**
 * Goes is what leaves with a document.
 */
export interface Goes {
  /**
   * of text, places and vectors together
   */
  bytes: number;
  pages: number;
  passages: number;
  /**
   * that no other document needs
   */
  vectors: number;
}
/**
 * Stays is what remains when a document has gone: the values that were
 * accepted from it. The file itself stays wherever the person keeps it.
 */
export interface Stays {
  fields: PlanField[];
}
/**
 * Field is a place in a plan.
 */
export interface PlanField {
  /**
   * JSON pointer
   */
  path: string;
  /**
   * id
   */
  plan: string;
}
/**
 * Found is what was found for a question, the best first.
 */
export interface Found {
  /**
   * rare words of the question stand in the best quote; otherwise it is a guess
   */
  literal: boolean;
  question: string;
  quotes: Quote[];
  route: QuestionRoute;
  /**
   * milliseconds
   */
  took: number;
}
/**
 * Quote is a passage that bears on a question, and where it stands.
 */
export interface Quote {
  citation: Citation;
  heading: string;
  /**
   * of the page
   */
  label: string;
  /**
   * the question's words, in code points of the quote
   */
  marks: DocumentSpan[];
  scanned: boolean;
  /**
   * comparable within one answer only
   */
  score: number;
  title: string;
}
/**
 * Route is how a question was narrowed down.
 */
export interface QuestionRoute {
  /**
   * empty when all were looked in
   */
  documents: string[];
  words: string[];
  years: number[];
}
/**
 * Goal is something the household wants to pay for. FundFrom are the shares of
 * the cost that accounts pay before the usual order of withdrawal is asked.
 * Every repeats it each that many years from the start of When.
 */
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
/**
 * GroupSpent is one group of it. Actual is exact; Planned is in today's money of
 * the plan.
 */
export interface GroupSpent {
  actual: Amount;
  group: SpendingGroup;
  planned: number;
}
/**
 * Guest is somebody, or a program, whom the owner has let in.
 */
export interface Guest {
  control: boolean;
  email?: string;
  expires: string;
  /**
   * a request of theirs is being answered
   */
  here: boolean;
  id: string;
  kind: GuestKind;
  made: string;
  maxUses: number;
  money: MoneyVisibility;
  name: string;
  revoked?: string;
  role: GuestRole;
  sections: GuestSection[];
  seen?: string;
  uses: number;
  words: SpokenCheck;
}
/**
 * SpokenCheck are six words that owner and guest read to one another.
 */
export interface SpokenCheck {
  en: string[];
  ko: string[];
}
/**
 * GuestList is everybody who was ever let in.
 */
export interface GuestList {
  door: Door;
  /**
   * the newest first
   */
  guests: Guest[];
  /**
   * requests from elsewhere, since the program began
   */
  refused: number;
}
/**
 * GuestTerms replace what a guest was offered.
 */
export interface GuestTerms {
  control?: boolean;
  email?: string;
  money: MoneyVisibility;
  name: string;
  role: GuestRole;
  sections: GuestSection[];
}
/**
 * Happening is what has happened to a plan, a document or the settings: enough
 * to know what to read again. Kind presence says that somebody came to a plan,
 * went, or moved. Kind lagged says that something was missed; kind
 * library without a document, that any of them may have changed.
 */
export interface Happening {
  /**
   * its id
   */
  document?: string;
  /**
   * of the plan
   */
  id?: string;
  kind: HappeningKind;
  progress?: DocumentProgress;
  /**
   * the plan's newest
   */
  revision?: number;
  state?: DocumentState;
  /**
   * of the document
   */
  tenant?: string;
}
/**
 * Health says whether the program is well.
 */
export interface Health {
  checks: Check[];
}
/**
 * Here is where in a plan a window stands.
 */
export interface Here {
  /**
   * it is being closed
   */
  gone?: boolean;
  /**
   * the screen, and after a slash its section
   */
  place: string;
  /**
   * a name that no other window has
   */
  window: string;
}
/**
 * History is every revision of a plan, newest first.
 */
export interface History {
  revisions: Revision[];
}
/**
 * Revision is one change of a plan.
 */
export interface Revision {
  actor: Actor;
  at: string;
  kind: "create" | "edit" | "undo" | "redo" | "rewind";
  name: EditName;
  revision: number;
}
/**
 * Horizon is how long a person is planned for: to an age, or to a percentile of a
 * survival table ("us-2022", "kr-2023"; package mortality names their sources),
 * the age that the person, who has reached today's, does not outlive with that
 * chance (absent: 0.9). SexForTable picks the table's column (absent: both).
 * Under Longevity table everybody is planned for by table, under drawn as well;
 * an absent Table is then that of the plan's region or currency.
 */
export interface Horizon {
  age?: number;
  percentile?: number;
  table?: string;
}
/**
 * Model is one that a host has.
 */
export interface HostingModel {
  /**
   * on the disk
   */
  bytes: number;
  /**
   * tokens that it was loaded with
   */
  context: number;
  /**
   * of everything that it consists of
   */
  digest: string;
  /**
   * when it leaves memory unless it is used
   */
  expires?: string;
  family: string;
  /**
   * of these on the graphics processor
   */
  graphics: number;
  loaded: boolean;
  /**
   * bytes that it takes while loaded
   */
  memory: number;
  name: string;
  /**
   * as the host tells it, such as 1.7B; "" unknown
   */
  parameters: string;
  /**
   * likewise, such as Q4_K_M
   */
  quantisation: string;
}
/**
 * State is what there is.
 */
export interface HostingState {
  /**
   * of the host that answers; "" for none
   */
  address: string;
  chat: Chosen;
  embedding: Chosen;
  models: HostingModel[];
  /**
   * it is, or would be, our child
   */
  own: boolean;
  phase: string;
  /**
   * path of an installed program; "" for none
   */
  program: string;
  version: string;
}
/**
 * Category is what a file calls some of its rows, and the group that they go to.
 */
export interface ImportCategory {
  group: SpendingGroup;
  /**
   * said or remembered, rather than guessed
   */
  known: boolean;
  name: string;
  rows: number;
}
/**
 * Review is what an import would do.
 */
export interface ImportReview {
  /**
   * those with the most rows first
   */
  categories: ImportCategory[];
  columns: string[];
  /**
   * false: the layout gives no rows, and must be mended
   */
  fits: boolean;
  layout: StatementLayout;
  /**
   * by a template
   */
  remembered: boolean;
  rows: ImportRow[];
  /**
   * the first rows of the file, as they are
   */
  sample: string[][];
}
/**
 * Layout says how a table is meant. Columns count from 0; None stands for those
 * that there are not. An amount stands either in Amount, or in Out and In.
 */
export interface StatementLayout {
  amount: number;
  category: number;
  date: number;
  delimiter: string;
  encoding: StatementEncoding;
  /**
   * the row that names the columns; rows before it are left out
   */
  head: number;
  in: number;
  mark: DecimalMark;
  order: DateOrder;
  out: number;
  outgoing: OutgoingSign;
  text: number;
}
/**
 * ReviewRow is a row and what an import would do with it.
 */
export interface ImportRow {
  amount: Amount;
  /**
   * what its group goes by
   */
  category?: string;
  day?: string;
  group?: SpendingGroup;
  line: number;
  state: ImportRowState;
  text: string;
  why?: ImportRowWhy;
}
/**
 * Income is a stream of money coming in.
 */
export interface Income {
  amount: Amount;
  archived?: boolean;
  claim?: Claim;
  /**
   * Gross amounts are taxed; others are what arrives.
   */
  gross?: boolean;
  growth?: Growth;
  interrupt?: Interrupt;
  kind: IncomeKind;
  name?: string;
  person: string;
  preTax?: PreTax[];
  routeTo?: RouteTo;
  /**
   * ServiceYears are the years of work that a severance is paid for; its tax in
   * Korea depends on them.
   */
  serviceYears?: number;
  sort?: string;
  span: Span;
  steps?: Step[];
  survivorShare?: number;
  /**
   * TaxAs is what it is taxed as, where that is not its kind: wage, selfEmployed,
   * ordinary, publicPension, privatePension, interest, dividends, untaxed; in Korea
   * also otherIncome (기타소득 after expenses), fees and prizes (such income of which 60
   * and 80 % are expenses).
   */
  taxAs?: string;
  volatility?: Volatility;
  /**
   * Withhold is the share of a gross Amount that its payer sends to the tax office as
   * it is paid, as far as PreTax leaves it. It counts against the year's tax; what is
   * too much is paid back once the year is settled.
   */
  withhold?: number;
}
/**
 * Interrupt is the chance per year that an income stops, and for how many months.
 * Share of it goes on: what an unemployment insurance pays.
 */
export interface Interrupt {
  months: number;
  probPerYear: number;
  share?: number;
}
/**
 * PreTax is a deduction before tax: an amount or a rate of the income, to an account or out of the plan.
 */
export interface PreTax {
  amount?: Amount;
  name: string;
  rate?: number;
  to?: string;
}
/**
 * RouteTo sends a share of an income straight to an account.
 */
export interface RouteTo {
  accountId: string;
  share: number;
}
/**
 * Step changes a stream from a moment on: set it, add to it or multiply it;
 * exactly one field stands. Set and Add are in prices of the plan's start,
 * like the stream's own amount, and grow as it does.
 */
export interface Step {
  add?: Amount;
  at: TimeRef;
  mul?: number;
  set?: Amount;
}
/**
 * Volatility is the standard deviation of a year's income, as a share of it, and its
 * correlation with shares, whose last twelve months it follows.
 */
export interface Volatility {
  corrWithMarket?: number;
  sd: number;
}
/**
 * Insurance is a premium now against a payout later.
 */
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
  surrender?: Amount;
  trigger?: InsureEvent;
}
/**
 * Premium is what an insurance costs, and how long.
 */
export interface Premium {
  amount: Amount;
  span: Span;
}
/**
 * InsureEvent is what makes an insurance pay.
 */
export interface InsureEvent {
  age?: number;
  on: InsureOn;
}
/**
 * InvitationOffer is what an invitation offers.
 */
export interface InvitationOffer {
  expires: string;
  money: MoneyVisibility;
  name: string;
  role: GuestRole;
  sections: GuestSection[];
  words: SpokenCheck;
}
/**
 * InvitedGuest is a guest just invited. The secrets are told this once.
 */
export interface InvitedGuest {
  guest: Guest;
  /**
   * of a program
   */
  secret?: string;
  /**
   * of a person: goes behind #invite= in the link
   */
  token?: string;
}
/**
 * Issue is one thing that is not in order.
 */
export interface Issue {
  act?: "tryGPU" | "wakeHost";
  fix: Text;
  id: string;
  /**
   * of that household
   */
  name?: string;
  /**
   * such as plan/accounts or settings; "" for nowhere
   */
  place?: string;
  /**
   * the household that it is about; "" for the program
   */
  plan?: string;
  severity: "fail" | "warn" | "note";
  text: Text;
}
/**
 * IssueList is what is not in order, the worst first.
 */
export interface IssueList {
  issues: Issue[];
}
/**
 * JobCancelled is the data of a cancelled event.
 */
export interface JobCancelled {
  by: CancelReason;
}
/**
 * JobDone is the data of a done event.
 */
export interface JobDone {
  result: string;
}
/**
 * Answer is a figure that is known without the engine, beside what the engine
 * makes of it.
 */
export interface KnownAnswer {
  /**
   * Futures is how many were drawn for it; 0 where none is left to chance.
   */
  futures?: number;
  got: number;
  id: string;
  name: Text;
  right: boolean;
  source: Text;
  unit: MethodologyUnit;
  /**
   * Got may differ from Want by Within: rounding, or, where futures are drawn,
   * four standard errors of so many of them.
   */
  want: number;
  within: number;
}
/**
 * LaneFigures is how a lane of the models' queue does.
 */
export interface LaneFigures {
  first: Quantiles;
  lane: "stream" | "short" | "batch";
  running: number;
  took: Quantiles;
  waited: Quantiles;
  waiting: number;
}
/**
 * Legacy is what should be left at the end: the floor and the bequests together.
 * A future that leaves less is none in which everything is paid.
 */
export interface Legacy {
  bequests?: {
    [k: string]: Bequest;
  };
  floor: Amount;
  survivors?: Survivors;
}
/**
 * Survivors scales spending after the first death.
 */
export interface Survivors {
  spendingFactor: number;
}
/**
 * Listen asks for what happens after an event's number; 0 when none was read.
 */
export interface Listen {
  after?: number;
}
/**
 * Lock is when the program's lock shuts.
 */
export interface Lock {
  /**
   * that nobody touches the program; 0 never
   */
  minutes: number;
  /**
   * those who come from elsewhere are shut out as well
   */
  remote: boolean;
}
/**
 * LockState is how the lock stands, and what a page needs to say so: while it is
 * shut nothing else is told.
 */
export interface LockState {
  locale: SettingsLocale;
  minutes: number;
  recovery?: string;
  /**
   * it has a passphrase
   */
  set: boolean;
  shut: boolean;
  /**
   * language of the machine
   */
  system: string;
  theme: Theme;
  /**
   * seconds until the next try is taken
   */
  wait: number;
  window: boolean;
}
/**
 * Machine is what was found of this computer. What is not known is 0.
 */
export interface Machine {
  cores: number;
  /**
   * bytes free where models are kept
   */
  disk: number;
  /**
   * bytes that can be taken now
   */
  free: number;
  /**
   * name of a graphics processor that helps; "" for none
   */
  graphics: string;
  /**
   * bytes
   */
  memory: number;
  /**
   * bytes of its own memory
   */
  vram: number;
}
/**
 * Match is what an employer adds: Rate per unit contributed, up to a share of pay, up to a cap per year.
 */
export interface Match {
  cap?: Amount;
  income?: string;
  rate: number;
  upToPctOfPay?: number;
}
/**
 * Meta is when and by whom the document was written. No personal data beyond names the user typed.
 */
export interface Meta {
  authors?: string[];
  created?: string;
  updated?: string;
}
/**
 * Document is the whole description, to be read from top to bottom.
 */
export interface Methodology {
  /**
   * Engine is the version whose measurements the tables hold.
   */
  engine: string;
  sections: MethodologySection[];
  title: Text;
}
/**
 * Section is a part of the document with a heading; ID is its anchor.
 */
export interface MethodologySection {
  blocks: MethodologyBlock[];
  id: string;
  title: Text;
}
/**
 * Block is one paragraph, list, formula or table.
 */
export interface MethodologyBlock {
  /**
   * Formula is plain Unicode, e.g. "ln g = μ + L z".
   */
  formula?: string;
  items?: Text[];
  kind: MethodologyBlockKind;
  table?: MethodologyTable;
  text?: Text;
}
/**
 * Table has as many cells in each row as it has columns.
 */
export interface MethodologyTable {
  caption: Text;
  columns: MethodologyColumn[];
  id: string;
  rows: MethodologyCell[][];
}
/**
 * Column is a heading and how what stands below it is written: with how many
 * digits after the point, counted in what is shown (percent, not shares).
 */
export interface MethodologyColumn {
  digits: number;
  title: Text;
  unit: MethodologyUnit;
}
/**
 * Cell holds a text or a value, or neither where there is nothing to say.
 */
export interface MethodologyCell {
  text?: Text;
  value?: number;
}
/**
 * Milestone is a named moment that other records refer to.
 */
export interface Milestone {
  archived?: boolean;
  icon?: string;
  name?: string;
  note?: string;
  sort?: string;
  when: MilestoneWhen;
}
/**
 * TriggerWhen is a milestone's moment chosen by the simulated household.
 */
export interface TriggerWhen {
  trigger: Trigger;
}
/**
 * Trigger fires in the first month, from After on, in which the metric reaches the
 * value, and at Before at the latest. A household has one condition that milestones
 * wait for; a second one comes at its latest month. Each property may wait for its own.
 * Value is currency of today for liquid and netWorth, a multiple for multipleOfSpending.
 */
export interface Trigger {
  after?: TimeRef;
  before?: TimeRef;
  metric: TriggerMetric;
  op: TriggerOp;
  value: Decimal;
}
/**
 * Model is which language model answers, and where.
 */
export interface Model {
  /**
   * of a model host; "" finds one, or runs one
   */
  address: string;
  /**
   * model that answers; "" for none
   */
  chat: string;
  /**
   * tokens that a question and its answer share
   */
  context: number;
  /**
   * model by which documents are searched; "" searches by words
   */
  embedding: string;
}
/**
 * ModelFigures is what the models' queue tells of itself.
 */
export interface ModelFigures {
  /**
   * the newest first
   */
  answers: AnswerCost[];
  coldStarts: number;
  failed: number;
  joules: number;
  lanes: LaneFigures[];
  /**
   * turns that were not let in
   */
  refused: number;
  tokens: number;
  tokensPerSecond: number;
  /**
   * batch turns that were stopped for people
   */
  yielded: number;
}
/**
 * ModelHost is a host of language models that the owner named, and how it is.
 * Its key is never told.
 */
export interface ModelHost {
  address: string;
  /**
   * requests inside it now
   */
  busy: number;
  hasKey: boolean;
  /**
   * of its answers lately
   */
  meanMs: number;
  /**
   * that it has in memory, as far as is known
   */
  models: string[];
  name: string;
  /**
   * requests that it serves at once
   */
  slots: number;
  state: "ok" | "resting" | "away";
  /**
   * what it draws while it works; 0 when nobody knows
   */
  watts: number;
  /**
   * how much it can do compared with others
   */
  weight: number;
}
/**
 * ModelHosts is every host that the owner named.
 */
export interface ModelHosts {
  hosts: ModelHost[];
}
/**
 * ModelImport names a file of weights on the computer that runs Meridian, and
 * what it is to be called.
 */
export interface ModelImport {
  model: string;
  path: string;
}
/**
 * ModelPull names a model of the registry.
 */
export interface ModelPull {
  model: string;
}
/**
 * ModelSuggestions are models that could be fetched, and what was found of this
 * computer.
 */
export interface ModelSuggestions {
  machine: Machine;
  suggestions: Suggestion[];
}
/**
 * Suggestion is a model that could be fetched.
 */
export interface Suggestion {
  /**
   * to fetch, about
   */
  bytes: number;
  /**
   * tokens at most
   */
  context: number;
  /**
   * into memory and onto the disk of this machine
   */
  fits: boolean;
  /**
   * the licence asks nothing of whoever uses it
   */
  free: boolean;
  korean: string;
  licence: string;
  name: string;
  /**
   * bytes of memory of the machine
   */
  needs: number;
  purpose: "chat" | "embedding";
  /**
   * the best of its purpose that fits
   */
  recommended: boolean;
}
/**
 * MonthWorking is how one month of a replay came about, besides its lines. An
 * account's balance is the one before, plus its moves and its return line, less
 * its fee line; what comes in by the lines goes out by them.
 */
export interface MonthWorking {
  entries: TaxEntry[];
  /**
   * Fills are where steps of the withdrawal order stop for the year's income or tax.
   */
  fills?: StepFill[];
  moves: AccountMove[];
  rule?: RuleDecision;
  taxes: TaxWorking[];
}
/**
 * TaxEntry is income entered in a taxpayer's year, in money of the day: as what
 * comes regularly, or once. Negative amounts are deductions.
 */
export interface TaxEntry {
  amount: number;
  class:
    | "untaxed"
    | "ordinary"
    | "pension"
    | "interest"
    | "dividends"
    | "gains"
    | "capped"
    | "wages"
    | "secondWages"
    | "deferred"
    | "retired"
    | "severance"
    | "savedPension"
    | "savedRetirement"
    | "selfEmployed"
    | "secondSelfEmployed"
    | "withheld"
    | "otherIncome"
    | "fees";
  once?: boolean;
  payer?: string;
  why: MoveReason;
}
/**
 * StepFill is the most that an account might give in a step of the withdrawal
 * order, from 1, before the year's income or tax is where the step stops; in
 * today's money.
 */
export interface StepFill {
  most: number;
  record: string;
  step: number;
}
/**
 * RuleDecision is what a spending rule decided, and on what, per month in today's
 * money: Wealth; Planned, the spending it applies to; Other, what else falls due
 * less income; Tax of the year gone by. Spending was Before times what is planned
 * and is After times from now on, never below Least. First is the rate or wealth
 * that later ones are compared with.
 */
export interface RuleDecision {
  after: number;
  annuity?: number;
  before: number;
  cape?: number;
  first?: number;
  high?: number;
  least: number;
  low?: number;
  other: number;
  planned: number;
  tax: number;
  wealth: number;
}
/**
 * TaxWorking is a taxpayer's assessment at the end of a month, in money of the
 * day. With Elapsed months of the tax year gone by,
 *
 * 	toDate = year.total · elapsed/12 + whole.total − year.total
 *
 * where Year taxes what came regularly, times 12/elapsed, and Whole that and what
 * came once; without lumps Whole is Year and left out. Of it Asked is what the
 * taxpayer has had to pay so far, Withheld to date left out: toDate less Withheld, but
 * until the year is settled, in December and at the plan's end, no less than the
 * smaller of toDate and zero. What Asked exceeds Before by is Owed: paid next month, or
 * paid back.
 */
export interface TaxWorking {
  asked: number;
  before: number;
  elapsed: number;
  index: number;
  name?: string;
  once: ClassAmount[];
  owed: number;
  payer?: string;
  regular: ClassAmount[];
  toDate: number;
  whole?: TaxSum;
  /**
   * Withheld is left out where nothing is.
   */
  withheld?: number;
  year: TaxSum;
}
/**
 * TaxSum is a tax as its lines: each a rate of a base. Figures are what they rest
 * on. The replay's terms say what the ids mean.
 */
export interface TaxSum {
  figures: TaxFigure[];
  lines: TaxLine[];
  total: number;
}
/**
 * TaxFigure is a sum that tax lines rest on.
 */
export interface TaxFigure {
  amount: number;
  id: string;
}
/**
 * TaxLine is a part of a tax: Rate of Base.
 */
export interface TaxLine {
  amount: number;
  base: number;
  id: string;
  rate: number;
}
/**
 * NetworkAccount is every way by which the program speaks to others.
 */
export interface NetworkAccount {
  /**
   * of this machine, loopback excepted: where people nearby could come
   */
  addresses: string[];
  ways: TrafficWay[];
}
/**
 * Way is one line of the account.
 */
export interface TrafficWay {
  /**
   * host:port, or a host
   */
  address: string;
  kind: "listening" | "outgoing" | "child";
  /**
   * last use; nil before the first
   */
  last?: string;
  /**
   * now: it listens, runs, or has a request under way
   */
  open: boolean;
  purpose: string;
  /**
   * likewise
   */
  received: number;
  /**
   * requests that were stopped before they left
   */
  refused: number;
  /**
   * or connections that came in
   */
  requests: number;
  scope: "machine" | "nearby" | "internet";
  /**
   * bytes of content
   */
  sent: number;
  since: string;
  text: Text;
}
/**
 * NetworkTrial is what a self-test found.
 */
export interface NetworkTrial {
  findings: TrafficFinding[];
}
/**
 * Finding is one thing that was tried.
 */
export interface TrafficFinding {
  fix: Text;
  id: string;
  text: Text;
  verdict: "held" | "leaked" | "warning" | "skipped";
}
/**
 * NewAnalysis asks a question about a plan beyond its forecast. Scenario and then
 * Patch are laid over the plan; Revision 0 is the newest.
 */
export interface NewAnalysis {
  client?: string;
  kind: AnalysisKind;
  options?: AnalysisOptions;
  patch?: {
    [k: string]: unknown;
  };
  plan: string;
  revision?: number;
  scenario?: string;
}
/**
 * NewBackup asks for a backup.
 */
export interface NewBackup {
  /**
   * absent takes the one that is kept
   */
  passphrase?: string;
  /**
   * keeps this one for scheduled backups
   */
  remember?: boolean;
}
/**
 * NewBrush names a subset of a result's futures, each once.
 */
export interface NewBrush {
  futures: number[];
}
/**
 * NewCheckIn is what somebody found on a day. UpdatePlan also takes the balances
 * into the plan, on top of the revision Base.
 */
export interface NewCheckIn {
  balances: CheckInBalance[];
  base: number;
  day: string;
  updatePlan: boolean;
}
/**
 * NewFile is a file and how to read it. What is left open is recognised: the unit
 * of each column, and which of them is inflation.
 */
export interface NewDataset {
  basis?: DatasetBasis;
  country?: string;
  /**
   * the file, in base64
   */
  data: string;
  /**
   * the name of its column
   */
  inflation?: string;
  licence?: string;
  name?: string;
  unit?: DatasetUnit;
}
/**
 * NewForecast asks what a plan may lead to. Scenario and then Patch are laid
 * over the plan; Revision 0 is the newest; Purpose defaults to full. Wait is how many
 * milliseconds the answer may be held back for the end of the job.
 */
export interface NewForecast {
  client?: string;
  patch?: {
    [k: string]: unknown;
  };
  paths?: number;
  plan: string;
  purpose: "full" | "preview" | "cloud";
  revision?: number;
  scenario?: string;
  seed?: number;
  wait?: number;
}
/**
 * NewGuest is what the owner offers somebody.
 */
export interface NewGuest {
  control?: boolean;
  /**
   * until the invitation and its sessions end
   */
  days: number;
  /**
   * by which Cloudflare Access knows them; of a program, its client id there
   */
  email?: string;
  kind: GuestKind;
  maxUses?: number;
  money: MoneyVisibility;
  name: string;
  role: GuestRole;
  sections: GuestSection[];
}
/**
 * NewImport is a file and how to read it. Without a Layout the template of files
 * like it is taken, and else a guess. Groups says where categories belong; Skip
 * names lines to leave out, Anyway duplicates to take all the same.
 */
export interface NewImport {
  anyway?: number[];
  /**
   * the file, in base64
   */
  data: string;
  groups?: {
    [k: string]: SpendingGroup;
  };
  layout?: StatementLayout;
  name: string;
  skip?: number[];
}
/**
 * NewLock gives the lock a passphrase.
 */
export interface NewLock {
  passphrase: string;
  /**
   * where it has one: that, or the recovery key
   */
  present?: string;
}
/**
 * NewModelHost names a host, or changes the one of that name. Without a key the
 * one before stays, as long as the address does.
 */
export interface NewModelHost {
  address: string;
  key?: string;
  name: string;
  slots?: number;
  watts?: number;
  weight?: number;
}
/**
 * NewPlan asks for a plan: an example household, a blank one, or a document.
 */
export interface NewPlan {
  document?: unknown;
  from: "demo-us" | "demo-kr" | "blank" | "document";
  name?: string;
}
/**
 * NewQuestion asks the advisor in somebody's own words, by a template, or both.
 * Amount answers what a card asked back. Without a thread a new one begins.
 */
export interface NewQuestion {
  amount?: number;
  client?: string;
  documents?: string[];
  question?: string;
  scenario?: string;
  screen?: string;
  template?: string;
  thread?: string;
}
/**
 * NewRecoveryKey is a recovery key that is told this once.
 */
export interface NewRecoveryKey {
  /**
   * which of them must be typed back, counted from 0
   */
  ask: number[];
  words: string[];
}
/**
 * OCR says whether text can be recognised in pictures.
 */
export interface OCR {
  available: boolean;
  languages: string[];
}
/**
 * Offer is what fetching the program would take.
 */
export interface Offer {
  /**
   * of the archive
   */
  bytes: number;
  /**
   * address
   */
  from: string;
  /**
   * of these that came before
   */
  have: number;
  /**
   * SPDX
   */
  licence: string;
  /**
   * of the archive, as its makers publish it
   */
  sha256: string;
  version: string;
}
/**
 * OpenLink asks the host to show an address in the system's browser.
 */
export interface OpenLink {
  url: string;
}
/**
 * OpenLock shows the passphrase, or the recovery key.
 */
export interface OpenLock {
  passphrase: string;
}
/**
 * OpenedLock says by what the lock was opened.
 */
export interface OpenedLock {
  byRecovery: boolean;
}
/**
 * PageText is a page with its text. Boxes are four integers a code point (left,
 * top, right and bottom, in 1/10000 of the page's width and height), or empty
 * where the format has no places.
 */
export interface PageText {
  boxes: number[];
  heading: string;
  height: number;
  label: string;
  number: number;
  scanned: boolean;
  text: string;
  /**
   * points; 0 where a page has no size
   */
  width: number;
}
/**
 * Paired compares two results future by future, on the success of the first's metric.
 */
export interface Paired {
  a: string;
  b: string;
  both: number;
  delta: Delta;
  estimate: Estimate;
  n: number;
  neither: number;
  onlyA: number;
  onlyB: number;
}
/**
 * Passphrase opens a backup.
 */
export interface Passphrase {
  passphrase: string;
}
/**
 * PctOfIncome is a share of one income.
 */
export interface PctOfIncome {
  income: string;
  rate: number;
}
/**
 * Performance is how quickly the program answers.
 */
export interface Performance {
  hosts: ModelHost[];
  models: ModelFigures;
  routes: RouteFigures[];
  /**
   * the newest first
   */
  slow: SlowRequest[];
}
/**
 * RouteFigures is how long the answers of a route took.
 */
export interface RouteFigures {
  route: string;
  took: Quantiles;
}
/**
 * SlowRequest is an ordinary request that took long.
 */
export interface SlowRequest {
  at: string;
  route: string;
  status: number;
  /**
   * milliseconds
   */
  took: number;
}
/**
 * Person is a member of the household.
 */
export interface Person {
  archived?: boolean;
  birth: Month;
  care?: Care;
  caresFor?: string;
  dependant?: boolean;
  disability?: Disability;
  horizon?: Horizon;
  name?: string;
  sexForTable?: Sex;
  sort?: string;
  work?: Work;
}
/**
 * Work says when a person stops working.
 */
export interface Work {
  stop: TimeRef;
}
/**
 * PinDocument says why a document is kept for good.
 */
export interface PinDocument {
  note?: string;
  reason: PinReason;
}
/**
 * Place is one of them. Times are in UTC.
 */
export interface Place {
  /**
   * when it came to be
   */
  at: string;
  /**
   * of the database
   */
  bytes: number;
  /**
   * when a plan was last changed; the zero time without plans
   */
  changed: string;
  /**
   * where it lies
   */
  directory: string;
  documents: number;
  /**
   * the backup's name
   */
  from?: string;
  id: string;
  kind: "restored" | "kept";
  /**
   * how old its state is: when the backup was made, or At
   */
  made: string;
  /**
   * archived ones too
   */
  plans: PlacePlan[];
  /**
   * that made the backup, or used it last
   */
  program: string;
}
/**
 * PlacePlan is a plan in a place.
 */
export interface PlacePlan {
  archived?: boolean;
  changed: string;
  name: string;
}
/**
 * PlaceList is every place, the newest first.
 */
export interface PlaceList {
  places: Place[];
  refused?: RefusedPlace;
}
/**
 * RefusedPlace is a place with which the program could not begin again, and why.
 * What was in use before is in use still.
 */
export interface RefusedPlace {
  /**
   * its id
   */
  place: string;
  problem: ProblemDocument;
}
/**
 * Plan is one household's whole document.
 *
 * Collections are records keyed by id, ordered by each record's Sort (a
 * fractional string), so that two people's edits merge per field.
 */
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
  /**
   * Demo marks a shipped example household; the interface watermarks it.
   */
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
  /**
   * Notes maps a record id (or "plan") to markdown.
   */
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
  /**
   * Sources maps a JSON pointer to where that value came from.
   */
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
  /**
   * Watches are futures to look at again.
   */
  watches?: {
    [k: string]: Watch;
  };
  withdrawal: Withdrawal;
}
/**
 * Property is a thing of value that is not an account.
 */
export interface Property {
  archived?: boolean;
  buy?: Buy;
  growth?: Growth;
  kind: PropertyKind;
  name?: string;
  owner: Owner;
  paid?: Amount;
  rent?: Amount;
  replaces?: string;
  sell?: Sell;
  sort?: string;
  /**
   * TaxRate is yearly, of the value.
   */
  taxRate?: number;
  upkeep?: Fee;
  value?: Amount;
}
/**
 * Sell is a sale. CostRate is the share of the price that the sale costs. GainRate is
 * the share of the gain that tax takes; absent, the gain is taxed as the regime taxes
 * gains, in Korea and without a regime not at all. GainExempt of it is not taxed; absent,
 * nothing, but for a home under us.federal what the law leaves untaxed.
 */
export interface Sell {
  at?: TimeRef;
  costRate?: number;
  gainExempt?: Amount;
  gainRate?: number;
  trigger?: Trigger;
}
/**
 * SavingRule is one step of the contribution waterfall, worked through in the
 * order of Sort. From is "surplus", "employer" or the id of an income.
 */
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
/**
 * SavingAmount is how much a rule moves; exactly one field stands.
 */
export interface SavingAmount {
  fixed?: Amount;
  pctOfIncome?: PctOfIncome;
  pctOfRemaining?: number;
  rest?: boolean;
  toLimit?: ToLimit;
}
/**
 * Scenario is a merge patch (RFC 7396) over the base plan.
 */
export interface Scenario {
  archived?: boolean;
  name?: string;
  note?: string;
  patch: {
    [k: string]: unknown;
  };
  sort?: string;
}
/**
 * Source is where a value came from.
 */
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
/**
 * Spending is a stream of money going out. What is for one Owner alone ends
 * with that person's horizon.
 * CutFloor is the share that remains when it is cut as far as it may be.
 */
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
/**
 * Targets says what success means to this household.
 */
export interface Targets {
  confidence: number;
  horizonRule?: HorizonRule;
  metric: Metric;
}
/**
 * Tax is the chosen regime and its parameters.
 *
 * 	none  : nothing is owed
 * 	flat  : Params.Income on ordinary income and deferred withdrawals, Params.Gains on realised gains,
 * 	        Params.Dividends and Params.Interest on yields; Params.Pension on public pensions (absent: Income)
 * 	bands : Params.Bands on ordinary income after Params.Deduction; gains etc. as in flat
 * 	us.federal : the law's packs for Params.FilingStatus (absent: joint for two adults, single for one)
 * 	        and Params.StateRate
 * 	kr    : the law's packs, person by person; Params.LocalTax (absent: true), Gains (absent: as foreign
 * 	        shares), CappedExempt (absent: the pack's), SeveranceRate. Indexed false keeps thresholds as they are
 */
export interface Tax {
  pack?: string;
  params?: TaxParams;
  perPerson?: boolean;
  regime: Regime;
}
/**
 * TaxParams are a regime's parameters; rates are shares.
 */
export interface TaxParams {
  bands?: TaxBand[];
  cappedExempt?: Amount;
  cappedRate?: number;
  deduction?: Amount;
  dividends?: number;
  filingStatus?: FilingStatus;
  gains?: number;
  income?: number;
  /**
   * Indexed moves the thresholds with inflation; absent means true.
   */
  indexed?: boolean;
  interest?: number;
  localTax?: boolean;
  pension?: number;
  /**
   * SeveranceRate is the share that the tax on severance pay takes of it in
   * Korea, local tax included; a part of it is owed on what a kr.dc account pays
   * out as a pension.
   */
  severanceRate?: number;
  /**
   * StateRate is what a state of the United States takes, on top of the federal
   * tax, of income after the standard deduction and without social security.
   */
  stateRate?: number;
}
/**
 * TaxBand taxes income above From at Rate.
 */
export interface TaxBand {
  from: Amount;
  rate: number;
}
/**
 * Watch names some futures of a seed: the same courses of markets and prices,
 * whatever becomes of the plan. Futures is a bitmap in base64; the lowest bit of
 * its first byte is future 0.
 */
export interface Watch {
  futures: string;
  name: string;
  seed: number;
}
/**
 * Withdrawal is how spending is funded when income does not suffice.
 */
export interface Withdrawal {
  borrowRate?: number;
  buffer?: Buffer;
  conversions?: Conversion[];
  lastResort?: string[];
  neverTouch?: string[];
  order?: WithdrawalStep[];
  preset?: Preset;
  rule: SpendingRule;
  /**
   * Shortfall is the order in which what cannot be paid is dealt with: wish,
   * flexible (cut to their floors), property:<id> (sold), borrow (as far as what is
   * held stands good for it, at BorrowRate), unfunded. LastResort comes after all of
   * these but the last: property:<id>, insurance:<id> (cashed in).
   */
  shortfall?: string[];
  surplus?: SurplusPolicy;
}
/**
 * WithdrawalStep draws on a wrapper, an account id or a group until something is true.
 */
export interface WithdrawalStep {
  limit?: Amount;
  pick: string;
  until?: WithdrawalUntil;
  when?: TimeRef;
}
/**
 * WithdrawalUntil is where a step stops; one field stands. BracketTop is a rate: the
 * step stops in a year at the end of the last bracket with a rate of at most that,
 * by the owner's income so far; TaxAmount at so much tax of the household per year.
 */
export interface WithdrawalUntil {
  balance?: Amount;
  bracketTop?: number;
  bufferMonths?: number;
  taxAmount?: Amount;
  yearly?: Amount;
}
/**
 * SpendingRule is a withdrawal rule; Kind decides which parameters stand.
 *
 * 	needs, constantReal : none
 * 	pctOfPortfolio      : Pct of wealth a year, within Floor and Ceil as shares of planned spending
 * 	vpw                 : Rate, the real return per year that the amortisation counts on
 * 	guardrails          : Upper and Lower as multiples of the first rate of withdrawal, Cut, Raise;
 * 	                      tiers up to FloorTier are never set below the plan
 * 	riskGuardrails      : CutBelow, RaiseAbove as shares of futures in which the rest of the plan
 * 	                      holds at the spending so far; Step, the share by which it is then cut or raised
 * 	ratchet             : Threshold of growth over the first wealth, Raise, at most every Years
 * 	floorCeiling        : Floor and Ceil as shares of planned spending
 * 	smile               : DeclinePerYear between FromAge and ToAge of the first person
 * 	cape                : A + B/CAPE of wealth a year, within Floor and Ceil as shares of planned
 * 	                      spending; StartCAPE, what shares cost of ten years' real earnings at the
 * 	                      plan's start (absent: the last month of the built-in history)
 *
 * The rule begins at From; absent, when the household has stopped working
 * (smile: at FromAge).
 */
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
  startCape?: number;
  step?: number;
  table?: string;
  threshold?: number;
  toAge?: number;
  upper?: number;
  years?: number;
}
/**
 * PlanCaps are the yearly limits that a plan's saving rules are under.
 */
export interface PlanCaps {
  caps: Cap[];
}
/**
 * PlanCheck is what a check of a document found. Plan is its canonical form,
 * when it could be read.
 */
export interface PlanCheck {
  plan?: Plan;
  problems: Problem[];
}
/**
 * PlanList is all plans that are not archived.
 */
export interface PlanList {
  plans: PlanSummary[];
}
/**
 * PlanSummary is one line of the list of plans.
 */
export interface PlanSummary {
  currency: Currency;
  demo: boolean;
  id: string;
  name: string;
  /**
   * Newest is the key of the newest change's name: what was done last.
   */
  newest: string;
  revision: number;
  updated: string;
}
/**
 * PlanState is a plan at its newest revision.
 */
export interface PlanState {
  /**
   * Conflicts are what waits to be decided, the oldest first.
   */
  conflicts: Conflict[];
  id: string;
  plan: Plan;
  problems: Problem[];
  redo: EditName | null;
  revision: number;
  undo: EditName | null;
  updated: string;
}
/**
 * Present is a window and where it stands.
 */
export interface Present {
  actor: Actor;
  place: string;
  seen: string;
}
/**
 * PresentList is who has a plan open, in other windows than the sender's.
 */
export interface PresentList {
  present: Present[];
}
/**
 * Program is an executable that was found.
 */
export interface Program {
  path: string;
  /**
   * chosen by the owner, fetched by Meridian, or on PATH
   */
  source: "chosen" | "fetched" | "system";
  version: string;
}
/**
 * ProgramExamination is what the doctor found of the whole program.
 */
export interface ProgramExamination {
  at: string;
  findings: ProgramFinding[];
  versions: Versions;
}
/**
 * ProgramFinding is one thing that was examined.
 */
export interface ProgramFinding {
  fix: Text;
  id: string;
  text: Text;
  verdict: "ok" | "warn" | "fail" | "skipped";
}
/**
 * Versions are what findings hold for.
 */
export interface Versions {
  cores: number;
  engine: string;
  go: string;
  program: string;
  /**
   * of the database that this program writes
   */
  schema: number;
  /**
   * such as linux/amd64
   */
  system: string;
}
/**
 * Proposal is a value of a document that a plan could take: a quote, and what
 * it would be in the plan.
 */
export interface Proposal {
  citation: Citation;
  field: ProposedField;
  /**
   * as it is written
   */
  figure: string;
  /**
   * the page was recognised from a picture
   */
  scanned: boolean;
  span: DocumentSpan;
  /**
   * the line names the field first, and has no other value behind it
   */
  sure: boolean;
}
/**
 * Proposals are values of a document that a plan could take.
 */
export interface Proposals {
  proposals: Proposal[];
}
/**
 * Question is what somebody wants to know.
 */
export interface Question {
  /**
   * to look in; all of the tenant's when empty
   */
  documents?: string[];
  /**
   * quotes at most, 1..8; 0 means 4
   */
  most?: number;
  question: string;
  tenant: string;
}
/**
 * Reached is when a milestone that waits for money comes, over all futures. Share
 * is how many of them it comes in; Early, Median and Late are the months of the
 * 10th, 50th and 90th percentile of those.
 */
export interface Reached {
  early: number;
  late: number;
  median: number;
  share: number;
}
/**
 * Reality is where the newest check-in is among the futures of the oldest
 * snapshot that can tell.
 */
export interface Reality {
  day: string;
  netWorth: Amount;
  since: Month;
  snapshot: string;
  standing: Standing;
}
/**
 * Replay is one future, month by month, in today's money. Price is the price
 * index at the beginning of each month; amounts times Price are money of the day.
 */
export interface Replay {
  balances: ForecastBalance[];
  /**
   * Debts is what is owed at the end of each month; net worth less balances plus
   * debts is what things (homes, deposits) are worth.
   */
  debts: number[];
  future: number;
  lines: ReplayLine[];
  liquid: number[];
  months: number;
  netWorth: number[];
  price: number[];
  start: string;
  terms: {
    [k: string]: Text;
  };
  /**
   * Working is how each month came about; Terms are what the ids of its tax
   * lines and figures mean.
   */
  working: MonthWorking[];
  /**
   * Years tell each calendar year in a sentence or two.
   */
  years: ReplayYear[];
}
/**
 * ReplayLine is a line of the cash flow of one future, per month. Inward says
 * that the money comes in: income, withdrawals, what could not be paid, and what a
 * property or a loan brings.
 */
export interface ReplayLine {
  id: string;
  inward?: boolean;
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
/**
 * ReplayYear is one calendar year of a replay in a sentence or two. Ages are those
 * at its end of the people who are planned for at its beginning, in years.
 */
export interface ReplayYear {
  ages: number[];
  text: Text;
  year: number;
}
/**
 * Header is a result without its matrices.
 */
export interface ResultHeader {
  blocks: Blocks;
  cashflow: Cashflow;
  causes: CauseCount[];
  /**
   * Confidence is the share of futures that should succeed.
   */
  confidence: number;
  currency: string;
  /**
   * Dataset is the hash of the own data set that was played, where one was.
   */
  dataset?: string;
  engine: string;
  facts: {
    [k: string]: Fact;
  };
  hash: string;
  /**
   * Limits are what was not modelled, repaired or marked.
   */
  limits: Problem[];
  /**
   * Metric is the success that counts: "essentialFunded" or "allFunded".
   */
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
/**
 * Milestone is a named month of the plan.
 */
export interface ResultMilestone {
  icon: string;
  id: string;
  month: number;
  name: string;
  reached?: Reached;
}
/**
 * Person is a member of the household on a result's time axis. Birth is
 * "YYYY-MM"; HorizonMonth is the first month no longer planned for.
 */
export interface ResultPerson {
  birth: string;
  horizonMonth: number;
  id: string;
  name: string;
}
/**
 * RetryDocument asks to read a document again; the password is never kept.
 */
export interface RetryDocument {
  password?: string;
}
/**
 * Rewind asks for the plan as it was: at a revision, or at the end of a day.
 */
export interface Rewind {
  base: number;
  day?: string;
  op?: string;
  to?: number;
}
/**
 * SaveBackup asks the host to put a backup where a person chooses.
 */
export interface SaveBackup {
  name: string;
}
/**
 * SavePlan names the plan to write to a file.
 */
export interface SavePlan {
  plan: string;
}
/**
 * SavedFile is where a file was written.
 */
export interface SavedFile {
  path: string;
}
/**
 * SeenByModel is a model's context for one answer, in the order of time.
 */
export interface SeenByModel {
  messages: SeenMessage[];
}
/**
 * Seen is one thing that was said to a model or by it. What a model on trial said
 * has the role candidate; it was told what the other was.
 */
export interface SeenMessage {
  role: string;
  text: string;
}
/**
 * SelfTest is what the engine on this machine makes of questions with known answers.
 */
export interface SelfTest {
  answers: KnownAnswer[];
  engine: string;
  ms: number;
  right: boolean;
  /**
   * Same says that this machine computes what was computed when the program was
   * made, to the twelfth digit.
   */
  same: boolean;
}
/**
 * Session is what runs here.
 */
export interface Session {
  /**
   * the newest plan is a shipped example
   */
  demo?: boolean;
  engine: string;
  /**
   * language of the machine: en or ko
   */
  locale: string;
  /**
   * file dialogs are there
   */
  native: boolean;
  os: string;
  version: string;
  /**
   * the page is shown in the desktop window
   */
  window: boolean;
  you: You;
}
/**
 * You is whoever asks, as Meridian knows them.
 */
export interface You {
  /**
   * may do what is otherwise done at the machine
   */
  control: boolean;
  id: string;
  /**
   * the owner, seeing what a guest would
   */
  looking: boolean;
  money: MoneyVisibility;
  /**
   * of a guest
   */
  name?: string;
  /**
   * came from elsewhere
   */
  remote: boolean;
  role: GuestRole;
  sections: GuestSection[];
}
/**
 * Settings is everything the owner chose.
 */
export interface Settings {
  advisor: Advisor;
  backup: BackupSchedule;
  /**
   * how one of several model hosts is chosen
   */
  balance: string;
  basis: SettingsBasis;
  gpuVerdict: GPUVerdict;
  /**
   * where in the interface the owner was, e.g. "/plan/income"
   */
  lastPath: string;
  /**
   * id of the plan last open, "" for none
   */
  lastPlan: string;
  locale: SettingsLocale;
  lock: Lock;
  model: Model;
  /**
   * last port of the local listener; 0 asks the system for one
   */
  port: number;
  privacy: Privacy;
  share: Share;
  theme: Theme;
  /**
   * where the signed manifest of the newest release lies, an https address; "" never looks
   */
  updates: string;
  window: SettingsWindow;
}
/**
 * Share is how others may come here, once the owner opens the door.
 */
export interface Share {
  /**
   * of this machine for people nearby; "" is the program's choice
   */
  address: string;
  /**
   * path of a PEM certificate for nearby; "" makes an own authority
   */
  certificate: string;
  /**
   * public name of a named tunnel; "" for none
   */
  host: string;
  /**
   * path of its private key
   */
  key: string;
  /**
   * after which sharing ends by itself; 0 never
   */
  minutes: number;
  /**
   * of the second listener where it must be fixed; 0 for none
   */
  port: number;
  /**
   * path of cloudflared; "" looks for it
   */
  program: string;
  /**
   * a named tunnel that was open opens again at the start
   */
  resume: boolean;
  way: Way;
}
/**
 * Window is where the desktop window stood, in device independent pixels. A
 * zero width means it was never placed.
 */
export interface SettingsWindow {
  height: number;
  maximised: boolean;
  width: number;
  x: number;
  y: number;
}
/**
 * Offer is what fetching the program would take.
 */
export interface ShareOffer {
  bytes: number;
  from: string;
  /**
   * bytes that came before
   */
  have: number;
  licence: string;
  sha256: string;
  /**
   * address of what whoever runs it agrees to
   */
  terms: string;
  version: string;
}
/**
 * State is what there is to tell.
 */
export interface ShareState {
  /**
   * to be given to people; "" while there is none
   */
  address: string;
  /**
   * is tried again
   */
  again?: string;
  connections: number;
  /**
   * host:port of the second listener; "" while closed
   */
  door: string;
  ended: "" | "owner" | "timer" | "restart" | "fault";
  /**
   * SHA-256 of the certificate nearby; "" elsewhere
   */
  fingerprint: string;
  fix: Text;
  /**
   * of a named tunnel; kept in a file that only its owner reads
   */
  hasToken: boolean;
  /**
   * guests who have a page open now
   */
  here: number;
  location: string;
  /**
   * it is another than people were given before
   */
  moved: boolean;
  /**
   * the location is in or beside Korea
   */
  near: boolean;
  /**
   * an own authority signed it, which guests do not know yet
   */
  ownCA: boolean;
  phase:
    | "off"
    | "locating"
    | "starting"
    | "connecting"
    | "registered"
    | "probing"
    | "live"
    | "degraded"
    | "reconnecting"
    | "restarting"
    | "failed"
    | "stopping";
  program?: Program;
  protocol: string;
  restarts: number;
  /**
   * milliseconds to the own address and back; 0 unknown
   */
  roundTrip: number;
  /**
   * open since
   */
  since?: string;
  text: Text;
  /**
   * closes by itself
   */
  until?: string;
  /**
   * that is open, or was chosen last
   */
  way: "quick" | "named" | "nearby";
  /**
   * code of what is wrong; "" for nothing
   */
  why: string;
}
/**
 * ShareToken is the token of a named tunnel, as Cloudflare shows it.
 */
export interface ShareToken {
  /**
   * "" forgets it
   */
  token: string;
}
/**
 * Shelf is every document of a tenant, the last used first.
 */
export interface Shelf {
  documents: LibraryDocument[];
  embedder: EmbedderState;
  /**
   * how long a document stays that nobody uses
   */
  keepDays: number;
  /**
   * by which the documents expire
   */
  now: string;
  ocr: OCR;
}
/**
 * ShownInvitation is the secret part of an invitation's link.
 */
export interface ShownInvitation {
  token: string;
}
/**
 * Spending is what was spent, beside what the plan spends, over whole months.
 */
export interface SpendingTrack {
  actual: Amount;
  from: Month;
  /**
   * the most spent first
   */
  groups: GroupSpent[];
  months: number;
  planned: number;
  to: Month;
}
/**
 * Import is what came from one file.
 */
export interface StatementImport {
  entries: number;
  from: string;
  id: string;
  made: string;
  /**
   * of the file
   */
  name: string;
  to: string;
  total: Amount;
}
/**
 * Suggestion is a question that can be asked by its template.
 */
export interface SuggestedQuestion {
  template: string;
  text: string;
}
/**
 * Suggestions are questions to offer, and the model that would write the answers;
 * Model is empty where there is none.
 */
export interface Suggestions {
  model: string;
  questions: SuggestedQuestion[];
}
/**
 * TaxKind is a sort of account. Group names the yearly limit it is under.
 */
export interface TaxKind {
  group?: string;
  id: string;
  wrapper: string;
}
/**
 * TaxLaw is one regime: which years are built in, and what accounts it knows.
 */
export interface TaxLaw {
  /**
   * First and Last are the years that packs are built in for.
   */
  first: number;
  kinds: TaxKind[];
  last: number;
  /**
   * earliest year first
   */
  packs: TaxPack[];
  regime: string;
}
/**
 * TaxPack is the law's figures for one year and where they were published.
 */
export interface TaxPack {
  id: string;
  sources: TaxSource[];
  year: number;
}
/**
 * TaxSource is a public document and the place in it.
 */
export interface TaxSource {
  document: string;
  where: string;
}
/**
 * TaxLaws are the regimes whose numbers come from a country's law.
 */
export interface TaxLaws {
  laws: TaxLaw[];
}
/**
 * ThreadList is the conversations about a plan.
 */
export interface ThreadList {
  threads: AdvisorThread[];
}
/**
 * Ticket is a way in for one browser, once.
 */
export interface Ticket {
  /**
   * host:port
   */
  address: string;
  enter: string;
  version: string;
}
/**
 * State is everything that is known of what really happened.
 */
export interface TrackState {
  /**
   * oldest first
   */
  checkIns: CheckIn[];
  grid: CheckInItem[];
  /**
   * newest first
   */
  imports: StatementImport[];
  reality?: Reality;
  /**
   * oldest first
   */
  snapshots: Snapshot[];
  spending?: SpendingTrack;
  today: string;
}
/**
 * UpdateLook is what the signed manifest says; its signature was right.
 */
export interface UpdateLook {
  /**
   * that the manifest has sums of
   */
  files: number;
  made: string;
  newer: boolean;
  /**
   * the one in the manifest
   */
  newest: string;
  /**
   * the version that runs
   */
  present: string;
}
