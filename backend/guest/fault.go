package guest

import "meridian/backend/fault"

// The faults of this package.
var (
	// Unknown is a secret that lets nobody in; whether there ever was one is not told.
	Unknown = fault.New(fault.Refused, "guest.unknown",
		fault.Text{EN: "This invitation is not known here.", KO: "여기서 알 수 없는 초대입니다."},
		fault.Text{EN: "Check that the whole link was copied, or ask for a new one.", KO: "링크 전체를 복사했는지 확인하거나 새 초대를 요청하세요."})
	// Expired is an invitation whose time is over.
	Expired = fault.New(fault.Refused, "guest.expired",
		fault.Text{EN: "This invitation has expired.", KO: "기간이 지난 초대입니다."},
		fault.Text{EN: "Ask whoever sent it for a new one.", KO: "보낸 사람에게 새 초대를 요청하세요."})
	// Spent is an invitation that was shown as often as it may be.
	Spent = fault.New(fault.Refused, "guest.spent",
		fault.Text{EN: "This invitation has been used as often as it may be.", KO: "이미 정해진 횟수만큼 사용한 초대입니다."},
		fault.Text{EN: "Ask whoever sent it for a new one.", KO: "보낸 사람에게 새 초대를 요청하세요."})
	// ShownOut is an invitation that the owner took back.
	ShownOut = fault.New(fault.Refused, "guest.revoked",
		fault.Text{EN: "The owner has ended this access.", KO: "소유자가 이 접근을 종료했습니다."},
		fault.Text{EN: "Ask the owner if you think that is a mistake.", KO: "착오라고 생각되면 소유자에게 문의하세요."})

	NoGuest = fault.New(fault.NotFound, "guest.missing",
		fault.Text{EN: "Nobody of this name was let in.", KO: "그런 손님이 없습니다."},
		fault.Text{EN: "Look at the list again.", KO: "목록을 다시 확인하세요."})
	NoSession = fault.New(fault.NotFound, "guest.noSession",
		fault.Text{EN: "There is no such session.", KO: "그런 세션이 없습니다."}, fault.Text{})
	NoDraft = fault.New(fault.NotFound, "draft.missing",
		fault.Text{EN: "There is no such draft.", KO: "그런 초안이 없습니다."},
		fault.Text{EN: "Look at the list again.", KO: "목록을 다시 확인하세요."})
	NotOpen = fault.New(fault.Conflict, "draft.closed",
		fault.Text{EN: "This draft has been decided already.", KO: "이미 결정한 초안입니다."},
		fault.Text{EN: "Ask for a new draft.", KO: "새 초안을 요청하세요."})
	Invalid = fault.New(fault.Invalid, "guest.invalid",
		fault.Text{EN: "Nobody can be invited like this.", KO: "이대로는 초대할 수 없습니다."},
		fault.Text{EN: "Correct what is listed.", KO: "표시된 부분을 고쳐 주세요."})
)
