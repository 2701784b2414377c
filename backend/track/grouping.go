package track

import (
	"strings"

	"meridian/backend/plan"
)

// grouping says to which group of spending a category belongs: what somebody
// says now, then what a template remembers, then what the words tell.
type grouping struct{ said, remembered map[string]plan.SpendingGroup }

// known reports whether somebody says or said it.
func (g grouping) known(category string) bool {
	_, said := g.said[category]
	_, remembered := g.remembered[category]
	return said || remembered
}

// of is the group, and whether anything tells it; else it is the other things.
func (g grouping) of(category, text string) (group plan.SpendingGroup, sure bool) {
	if group, ok := g.said[category]; ok {
		return group, true
	}
	if group, ok := g.remembered[category]; ok {
		return group, true
	}
	for _, words := range []string{category, text} {
		if group := told(words); group != "" {
			return group, true
		}
	}
	return plan.GroupOther, false
}

// telling are words that tell a group, in the order in which they are tried.
var telling = []struct {
	group plan.SpendingGroup
	words []string
}{
	{plan.GroupInsurance, []string{"insur", "보험"}},
	{plan.GroupEducation, []string{"school", "tuition", "college", "educat", "학원", "교육", "등록금", "학교"}},
	{plan.GroupCare, []string{"childcare", "daycare", "kindergarten", "어린이집", "유치원", "돌봄", "육아"}},
	{plan.GroupHealth, []string{"pharm", "doctor", "dental", "hospital", "health", "clinic", "medical", "병원", "약국", "의원", "의료", "치과", "건강"}},
	{plan.GroupTravel, []string{"airline", "hotel", "travel", "airbnb", "flight", "항공", "호텔", "여행", "숙박"}},
	{plan.GroupGiving, []string{"donat", "charit", "church", "gift", "기부", "헌금", "후원", "경조"}},
	{plan.GroupHouse, []string{"rent", "mortgage", "electric", "utilit", "water", "internet", "home", "월세", "관리비", "전기", "가스", "수도", "주거", "통신"}},
	{plan.GroupFood, []string{"grocer", "restaurant", "dining", "coffee", "cafe", "food", "market", "bakery", "마트", "식료", "식비", "식당", "카페", "커피", "배달", "반찬", "외식", "편의점"}},
}

func told(words string) plan.SpendingGroup {
	words = strings.ToLower(words)
	for _, t := range telling {
		for _, w := range t.words {
			if strings.Contains(words, w) {
				return t.group
			}
		}
	}
	return ""
}
