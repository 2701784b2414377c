// The page that says how everything is computed.
export default {
  "method.title": "How it is computed",
  "method.lede": "Written out by the engine itself, version {engine}: every figure in the tables below was computed by it and is checked whenever it is built.",
  "method.contents": "On this page",
  "method.about": "How Meridian computes, from what, and how that is known to be right",
  "method.open": "How this is computed",
  "method.points": "(points)",
  "method.test.do": "Ask the engine on this machine",
  "method.test.running": "Asking…",
  "method.test.again": "Ask again",
  "method.test.right": "All {n} questions with known answers were answered rightly, in {time}.",
  "method.test.wrong": "{wrong#answer is|answers are} wrong, of {n}. Do not rely on figures from this machine.",
  "method.test.same": "To the twelfth digit they are what was computed when Meridian was made.",
  "method.test.other": "In the last digits they differ from what was computed when Meridian was made; that is within what is allowed.",
  "method.test.answer": "{name}: {got} instead of {want}",
} as const;
