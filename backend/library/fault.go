package library

import "meridian/backend/fault"

// What a person is told.
var (
	NoDocument = fault.New(fault.NotFound, "document.missing",
		fault.Text{EN: "This document is not kept, or not any more.", KO: "이 문서는 보관되어 있지 않습니다."},
		fault.Text{EN: "Choose another one, or add its file again.", KO: "다른 문서를 고르거나 파일을 다시 추가해 주세요."})
	NoPage = fault.New(fault.NotFound, "library.noPage",
		fault.Text{EN: "The document has no such page.", KO: "문서에 그런 쪽이 없습니다."},
		fault.Text{EN: "Choose another page.", KO: "다른 쪽을 골라 주세요."})
	BadTenant = fault.New(fault.Invalid, "library.tenant",
		fault.Text{EN: "The tenant is no usable word.", KO: "테넌트로 쓸 수 없는 이름입니다."},
		fault.Text{EN: "Use 1 to 64 letters a–z, digits, - and _.", KO: "영문자, 숫자, -, _를 1~64자로 쓰세요."})
	BadTitle = fault.New(fault.Invalid, "library.title",
		fault.Text{EN: "The document needs a title.", KO: "문서에 제목이 필요합니다."},
		fault.Text{EN: "Give 1 to 200 characters on one line.", KO: "한 줄로 1~200자를 입력하세요."})
	EmptyFile = fault.New(fault.Invalid, "library.emptyFile",
		fault.Text{EN: "The file is empty.", KO: "빈 파일입니다."},
		fault.Text{EN: "Check that it was saved whole, and add it again.", KO: "파일이 제대로 저장되었는지 확인하고 다시 추가해 주세요."})
	FileTooLarge = fault.New(fault.TooLarge, "library.tooLarge",
		fault.Text{EN: "The file is larger than 512 MiB.", KO: "파일이 512 MiB보다 큽니다."},
		fault.Text{EN: "Split it, or save it with smaller pictures.", KO: "파일을 나누거나 그림을 줄여 저장해 주세요."})
	BrokenOff = fault.New(fault.Invalid, "library.brokenOff",
		fault.Text{EN: "The file broke off while it was read.", KO: "파일을 읽는 도중에 끊겼습니다."},
		fault.Text{EN: "Check that it is still there, and add it again. Nothing of it was kept.", KO: "파일이 그대로 있는지 확인하고 다시 추가해 주세요. 저장된 것은 없습니다."})
	NoSpool = fault.New(fault.NotFound, "library.noFile",
		fault.Text{EN: "The file is not kept any more.", KO: "파일이 더 이상 보관되어 있지 않습니다."},
		fault.Text{EN: "Add it again.", KO: "파일을 다시 추가해 주세요."})
	BadReason = fault.New(fault.Invalid, "library.reason",
		fault.Text{EN: "Say why the document is kept.", KO: "문서를 보관하는 이유를 골라 주세요."},
		fault.Text{EN: "Choose statement, policy, contract, tax or other; a note has 200 characters at most.", KO: "statement, policy, contract, tax, other 중에서 고르세요. 메모는 200자까지입니다."})
	BadQuestion = fault.New(fault.Invalid, "library.question",
		fault.Text{EN: "The question is empty or too long.", KO: "질문이 비어 있거나 너무 깁니다."},
		fault.Text{EN: "Ask in 1 to 2,000 characters, for 1 to 8 quotes.", KO: "1~2,000자로 묻고, 인용은 1~8개까지 요청하세요."})
	NoEarlier = fault.New(fault.Conflict, "library.noEarlier",
		fault.Text{EN: "This document replaces no earlier one.", KO: "이 문서가 대신하는 이전 문서가 없습니다."},
		fault.Text{EN: "Read the list again.", KO: "목록을 다시 확인해 주세요."})
	NotStopped = fault.New(fault.Conflict, "library.notStopped",
		fault.Text{EN: "This document has not failed and needs no password.", KO: "이 문서는 실패하지 않았고 암호도 필요하지 않습니다."},
		fault.Text{EN: "Wait until it is ready.", KO: "준비될 때까지 기다려 주세요."})
	NoRoom = fault.New(fault.Unavailable, "library.noRoom",
		fault.Text{EN: "The disk is full.", KO: "디스크가 가득 찼습니다."},
		fault.Text{EN: "Make room and add the file again. Nothing of it was kept.", KO: "공간을 비우고 파일을 다시 추가해 주세요. 저장된 것은 없습니다."})
	NoRight = fault.New(fault.Unavailable, "library.noRight",
		fault.Text{EN: "Meridian may not write in its data directory.", KO: "데이터 폴더에 쓸 수 없습니다."},
		fault.Text{EN: "Give yourself the right to write there, and add the file again.", KO: "그 폴더에 쓰기 권한을 주고 파일을 다시 추가해 주세요."})
	BadPassword = fault.New(fault.Invalid, "library.password",
		fault.Text{EN: "The password is too long.", KO: "암호가 너무 깁니다."},
		fault.Text{EN: "Give the password that opens the file.", KO: "파일을 여는 암호를 입력해 주세요."})
	Lost = fault.New(fault.Unavailable, "library.lost",
		fault.Text{EN: "Pages of this document were lost when the database was damaged.", KO: "데이터베이스가 손상되면서 이 문서의 일부 쪽이 사라졌습니다."},
		fault.Text{EN: "Add its file again.", KO: "파일을 다시 추가해 주세요."})
	Unreadable = fault.New(fault.Invalid, "library.unreadable",
		fault.Text{EN: "The file could not be read.", KO: "파일을 읽지 못했습니다."},
		fault.Text{EN: "Try again, or save the file anew and add it once more.", KO: "다시 시도하거나, 파일을 새로 저장해 다시 추가해 주세요."})
)
