package extract

import "meridian/backend/fault"

// What can be wrong with a file. Each is about one file and says what to do.
var (
	Empty = fault.New(fault.Invalid, "document.empty",
		fault.Text{EN: "The file is empty.", KO: "파일이 비어 있습니다."},
		fault.Text{EN: "Choose a file that has content.", KO: "내용이 있는 파일을 골라 주세요."})
	Gone = fault.New(fault.NotFound, "document.gone",
		fault.Text{EN: "The file could not be opened or read to its end.", KO: "파일을 열 수 없거나 끝까지 읽을 수 없습니다."},
		fault.Text{EN: "Check that it is still there and may be read, then try again.", KO: "파일이 그대로 있고 읽을 수 있는지 확인한 뒤 다시 시도해 주세요."})
	Unknown = fault.New(fault.Invalid, "document.unknownKind",
		fault.Text{EN: "This kind of file cannot be read.", KO: "읽을 수 없는 종류의 파일입니다."},
		fault.Text{EN: "Save it as PDF, DOCX, XLSX, CSV, HTML, Markdown, plain text, EPUB, .eml or a picture, then try again.",
			KO: "PDF, DOCX, XLSX, CSV, HTML, Markdown, 텍스트, EPUB, .eml 또는 그림으로 저장한 뒤 다시 시도해 주세요."})
	OldFormat = fault.New(fault.Invalid, "document.oldFormat",
		fault.Text{EN: "The file is in an old or closed binary format.", KO: "오래되었거나 공개되지 않은 형식의 파일입니다."},
		fault.Text{EN: "Open it in the program it comes from, save it as PDF, DOCX or XLSX, then try again.", KO: "파일을 만든 프로그램에서 열어 PDF, DOCX, XLSX로 저장한 뒤 다시 시도해 주세요."})
	Damaged = fault.New(fault.Invalid, "document.damaged",
		fault.Text{EN: "The file is damaged or incomplete.", KO: "파일이 손상되었거나 완전하지 않습니다."},
		fault.Text{EN: "Get a fresh copy of it, or open it in another program and save it anew.", KO: "파일을 다시 받거나, 다른 프로그램에서 열어 새로 저장해 주세요."})
	Locked = fault.New(fault.Invalid, "document.locked",
		fault.Text{EN: "The file is protected with a password.", KO: "암호로 보호된 파일입니다."},
		fault.Text{EN: "Give its password.", KO: "암호를 입력해 주세요."})
	WrongPassword = fault.New(fault.Invalid, "document.wrongPassword",
		fault.Text{EN: "The password does not open the file.", KO: "암호가 맞지 않습니다."},
		fault.Text{EN: "Check the password and try again.", KO: "암호를 확인하고 다시 시도해 주세요."})
	Sealed = fault.New(fault.Invalid, "document.sealed",
		fault.Text{EN: "The file is protected in a way that cannot be opened here.", KO: "여기서 열 수 없는 방식으로 보호된 파일입니다."},
		fault.Text{EN: "Save a copy without protection, then try again.", KO: "보호를 푼 사본을 저장한 뒤 다시 시도해 주세요."})
	TooLarge = fault.New(fault.TooLarge, "document.tooLarge",
		fault.Text{EN: "The file is larger than 512 MiB.", KO: "파일이 512MiB보다 큽니다."},
		fault.Text{EN: "Split it and hand over the parts.", KO: "파일을 나누어 넣어 주세요."})
	TooManyPages = fault.New(fault.TooLarge, "document.tooManyPages",
		fault.Text{EN: "The file has more than 20,000 pages.", KO: "파일이 20,000쪽을 넘습니다."},
		fault.Text{EN: "Split it and hand over the parts.", KO: "파일을 나누어 넣어 주세요."})
	TooMuchText = fault.New(fault.TooLarge, "document.tooMuchText",
		fault.Text{EN: "The file holds more text than can be kept.", KO: "파일의 글이 너무 많아 담을 수 없습니다."},
		fault.Text{EN: "Split it and hand over the parts.", KO: "파일을 나누어 넣어 주세요."})
	Bomb = fault.New(fault.TooLarge, "document.bomb",
		fault.Text{EN: "The file unpacks to far more than it should.", KO: "압축을 풀면 지나치게 커지는 파일입니다."},
		fault.Text{EN: "Open it in the program it comes from and save it anew, or leave it out.", KO: "파일을 만든 프로그램에서 열어 새로 저장하거나, 넣지 마세요."})
	TooDeep = fault.New(fault.Invalid, "document.tooDeep",
		fault.Text{EN: "The file nests its parts too deeply.", KO: "파일의 구조가 지나치게 깊습니다."},
		fault.Text{EN: "Open it in the program it comes from and save it anew, or hand over its parts one by one.", KO: "파일을 만든 프로그램에서 열어 새로 저장하거나, 부분을 하나씩 넣어 주세요."})
	TooSlow = fault.New(fault.Invalid, "document.tooSlow",
		fault.Text{EN: "Reading the file took too long and was stopped.", KO: "파일을 읽는 데 너무 오래 걸려 멈추었습니다."},
		fault.Text{EN: "Try again when the computer is less busy, or save the file anew, as PDF for example.", KO: "컴퓨터가 덜 바쁠 때 다시 시도하거나, 파일을 PDF 등으로 새로 저장해 주세요."})
	TooHeavy = fault.New(fault.TooLarge, "document.tooHeavy",
		fault.Text{EN: "Reading the file takes more memory than is allowed.", KO: "파일을 읽는 데 메모리가 너무 많이 듭니다."},
		fault.Text{EN: "Split the file, or save it anew.", KO: "파일을 나누거나 새로 저장해 주세요."})
	Crashed = fault.New(fault.Invalid, "document.crashed",
		fault.Text{EN: "The file could not be read: it broke the reader.", KO: "파일을 읽던 중 읽기 프로그램이 멈추었습니다."},
		fault.Text{EN: "Open the file in another program and save it anew. Nothing else was affected.", KO: "다른 프로그램에서 열어 새로 저장해 주세요. 다른 자료에는 영향이 없습니다."})
	NoProcess = fault.New(fault.Unavailable, "document.noProcess",
		fault.Text{EN: "The reader of files could not be started.", KO: "파일을 읽는 프로그램을 시작할 수 없습니다."},
		fault.Text{EN: "Close other programs and try again; if it stays, install Meridian anew.", KO: "다른 프로그램을 닫고 다시 시도하고, 그래도 안 되면 Meridian을 다시 설치해 주세요."})
	NoPDF = fault.New(fault.Unavailable, "document.noPDF",
		fault.Text{EN: "This build of Meridian does not read PDF files.", KO: "이 Meridian에는 PDF를 읽는 부분이 없습니다."},
		fault.Text{EN: "Build it with make, which brings the PDF engine.", KO: "PDF 엔진을 함께 넣는 make로 빌드해 주세요."})
	NoRecogniser = fault.New(fault.Unavailable, "document.noRecogniser",
		fault.Text{EN: "Reading text in pictures needs Tesseract, which is not installed.", KO: "그림 속 글을 읽으려면 Tesseract가 필요한데 설치되어 있지 않습니다."},
		fault.Text{EN: "Install Tesseract with the languages eng and kor, then try again.", KO: "Tesseract와 eng, kor 언어를 설치한 뒤 다시 시도해 주세요."})
	Cancelled = fault.New(fault.Cancelled, "document.cancelled",
		fault.Text{EN: "Reading the file was stopped.", KO: "파일 읽기를 멈추었습니다."},
		fault.Text{})
)

// faults are those that a child may tell of, by code.
func faults() map[string]*fault.Error {
	known := map[string]*fault.Error{}
	for _, f := range []*fault.Error{
		Empty, Gone, Unknown, OldFormat, Damaged, Locked, WrongPassword, Sealed, TooLarge, TooManyPages,
		TooMuchText, Bomb, TooDeep, TooSlow, TooHeavy, Crashed, NoPDF, NoRecogniser, Cancelled,
	} {
		known[f.Code] = f
	}
	return known
}
