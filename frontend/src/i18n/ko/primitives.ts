import type en from "../en/primitives";

export default {
  "primitives.title": "화면 요소",
  "primitives.colours": "색",
  "primitives.buttons": "버튼",
  "primitives.inputs": "입력",
  "primitives.choices": "고르기",
  "primitives.words": "글과 숫자",
  "primitives.states": "상태",
  "primitives.layers": "겹치는 것",
  "primitives.card": "카드",
  "primitives.text": "차분히 설명하는 한 문장입니다.",
  "primitives.empty": "아직 아무것도 없습니다",
  "primitives.failed": "잘되지 않았습니다",
  "primitives.act": "하기",
  "primitives.field": "이름",
  "primitives.open": "다른 것 고르기",
} as const satisfies Record<keyof typeof en, string>;
