import type en from "../en/method";

export default {
  "method.title": "계산 방법",
  "method.lede": "엔진이 직접 써 낸 설명입니다(버전 {engine}). 아래 표의 숫자는 모두 이 엔진이 계산한 것이고, 엔진을 새로 만들 때마다 다시 확인합니다.",
  "method.contents": "차례",
  "method.about": "무엇을 어떻게 계산하고, 맞는지는 어떻게 아는지",
  "method.open": "어떻게 계산하나요",
  "method.points": "(%p)",
  "method.test.do": "이 컴퓨터의 엔진에 물어보기",
  "method.test.running": "물어보는 중…",
  "method.test.again": "다시 물어보기",
  "method.test.right": "답이 알려진 문제 {n}개를 {time} 만에 모두 맞혔습니다.",
  "method.test.wrong": "{n}개 가운데 {wrong}개가 틀렸습니다. 이 컴퓨터에서 나온 숫자는 믿지 마세요.",
  "method.test.same": "Meridian을 만들 때 계산한 값과 소수점 열두째 자리까지 같습니다.",
  "method.test.other": "Meridian을 만들 때 계산한 값과 끝자리가 조금 다르지만 허용된 범위 안입니다.",
  "method.test.answer": "{name}: {want}이어야 하는데 {got}입니다",
} satisfies Record<keyof typeof en, string>;
