// The page that says how everything is computed.
export default {
  "method.title": "How it is computed",
  "method.lede": "Written out by the engine itself, version {engine}: every figure in the tables below was computed by it and is checked whenever it is built.",
  "method.contents": "On this page",
  "method.about": "How Meridian computes, from what, and how that is known to be right",
  "method.open": "How this is computed",
  "method.points": "(points)",
} as const;
