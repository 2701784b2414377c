package guest

// The words of the spoken check: 256 in each language, short, common, and not
// easily mistaken for one another on a bad line.
const (
	englishWords = `
acorn actor album amber angle ankle apple apron arrow aspen atlas attic autumn bacon badge bagel baker bamboo banjo barley
basil basket beach beacon beaver berry bicycle birch biscuit blanket blossom boat bonfire book boulder bracket branch bread
breeze brick bridge broom bucket buffalo bugle button cabin cactus camel camera candle canoe canvas captain carpet carrot
castle cavern cedar cello chalk cheese cherry chimney circus citrus clover cobalt coconut comet compass copper coral cotton
cousin cradle crater cricket crystal curtain cushion daisy dancer desert diamond dolphin donkey dragon drawer drum eagle
easel echo eclipse elbow elephant ember emerald engine evening falcon feather fern ferry fiddle finger flannel flute forest
fossil fountain fox garden garlic gazelle ginger giraffe glacier goblet goose granite grape guitar hammer harbor harvest
hazel helmet heron hickory honey horizon hornet igloo island ivory jacket jaguar jasmine jelly jigsaw journal juniper kettle
kitchen kitten ladder lagoon lantern laurel lemon leopard library lilac linen lizard lobster locket lotus lumber magnet
maple marble market meadow melon mirror mitten monkey morning mosaic mountain muffin museum mustard napkin needle nickel
nutmeg oasis ocean olive onion orange orchard otter oyster paddle palace pancake panther paper parade parrot peach peanut
pebble pelican pencil pepper piano picnic pigeon pillow pilot pirate planet plum pocket poem pony poppy potato prairie
pumpkin puzzle quartz rabbit radish raven ribbon river robin rocket saddle saffron salmon sandal saturn scarf season shadow
shovel silver snail sparrow spinach sponge squirrel stadium summer sunset tablet teapot thistle thunder tiger tomato trumpet
tulip turtle umbrella valley velvet violin walnut`

	koreanWords = `
가을 가위 가지 감자 강물 거울 거미 겨울 계단 고래 고추 곡식 공원 공책 과일 구두 구름 국수 국화 그네 그늘 그림 기둥 기린 기차 김치 까치 꽃잎
나무 나비 나팔 낙엽 낙타 남쪽 냄비 노래 노을 농부 눈꽃 느티 다리 단추 단풍 달걀 달력 달빛 당근 대문 대추 도끼 도시 도화 독서 동굴 동백 돼지
두부 두꺼비 뒷산 들판 등대 등산 딸기 떡국 라면 레몬 로봇 리본 마늘 마당 마루 마을 만두 망치 매미 매화 머리 먼지 멜론 모래 모자 목련 목수 무대
무릎 무지개 문어 물감 물결 물병 미역 민들레 밀가루 바늘 바다 바람 바위 바지 박수 반달 반지 발자국 밤하늘 방석 방울 배추 백조 버섯 버스 번개 벌꿀 베개
벚꽃 벽돌 별빛 병아리 보물 보리 복숭아 봄비 봉투 부엌 북극 북쪽 분수 분홍 불꽃 붓꽃 비누 비둘기 비밀 빗물 빗자루 사과 사다리 사막 사슴 사자 사탕
산책 살구 삼촌 상자 상추 새벽 색종이 생강 서랍 서점 석류 선물 설탕 성냥 세수 소금 소나기 소나무 소풍 손뼉 손수건 솔방울 송편 수건 수박 수염 수첩 숟가락
숲길 시계 시장 식탁 신발 실내화 심장 쌀밥 썰매 씨앗 아침 악기 안개 안경 앵두 약국 양말 양파 어깨 얼음 여름 여우 연못 연필 열쇠 염소 엽서 영화
오리 오이 옥수수 온천 올챙이 왕관 외투 요리 용기 우산 우유 우체통 운동장 원숭이 유리 유채 은하수 의자 이불 이슬 인형 일기 잉어 자두 자전거 작약 잔디 장갑
장미 저녁 전등 접시 젓가락 정원 제비 조개 종이 주머니 지도 지붕 진주 참새 창문 책상 철길 초록 촛불 치마 침대 커튼 코끼리 콩나물 크레용 태양 토끼 토마토 통나무 파도 포도 하늘 호수`
)
