// How far the whole numbers of a plan reach. An editor refuses what cannot be, and nothing
// that the plan's own check accepts: a test compares these with it.

/** Longest life, and longest of anything in it, in years and in months. */
const [years, months] = [120, 12 * 120];

export const bounds = {
  age: { min: 0, max: years },
  /** On top of an age; more than a year of them, or fewer than none, move the age. */
  ageMonths: { min: -months, max: months },
  blockMonths: { min: 0, max: 600 },
  bufferMonths: { min: 0, max: 600 },
  careFrom: { min: 0, max: years },
  careMonths: { min: 1, max: months },
  disabilityMonths: { min: 1, max: months },
  every: { min: 0, max: years },
  horizon: { min: 1, max: years },
  interruptMonths: { min: 0, max: 120 },
  keepMonths: { min: 0, max: 600 },
  offset: { min: -months, max: months },
  paths: { min: 0, max: 100_000 },
  priority: { min: -(2 ** 31), max: 2 ** 31 - 1 },
  ruleYears: { min: 0, max: years },
  serviceYears: { min: 0, max: 80 },
  spanMonths: { min: 0, max: months },
  untilMonths: { min: 0, max: 600 },
} as const;
