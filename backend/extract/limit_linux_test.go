package extract

// limitless is that a child's memory is not bounded on this system.
const limitless = false
