import type en from "../en/problem";

export default {
  "problem.unsaved": "아직 저장되지 않았습니다.",
  "problem.unsaved.why": "바꾸신 내용은 그대로 있습니다. 표시된 곳을 고치거나 변경을 취소해 주세요.",
  "problem.retry": "다시 시도",
  "problem.discard": "변경 취소",
} satisfies Record<keyof typeof en, string>;
