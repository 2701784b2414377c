// Problems that the page itself notices; the backend's problems arrive with their text.
export default {
  "problem.unsaved": "Not kept yet.",
  "problem.unsaved.why": "What you changed is still here. Mend what is marked, or take the change back.",
  "problem.retry": "Try again",
  "problem.discard": "Take it back",
} as const;
