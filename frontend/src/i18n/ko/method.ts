import type en from "../en/method";

export default {
  "method.title": "계산 방법",
  "method.lede": "엔진이 직접 써 낸 설명입니다(버전 {engine}). 아래 표의 숫자는 모두 이 엔진이 계산한 것이고, 엔진을 새로 만들 때마다 다시 확인합니다.",
  "method.contents": "차례",
  "method.about": "무엇을 어떻게 계산하고, 맞는지는 어떻게 아는지",
  "method.open": "어떻게 계산하나요",
  "method.points": "(%p)",
} satisfies Record<keyof typeof en, string>;
