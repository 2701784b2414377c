package main

import "meridian/backend/settings"

// words is everything the window says outside the page.
type words struct {
	File, NewHousehold, OpenPlan, SavePlan, Quit      string
	Edit, Undo, Redo, Cut, Copy, Paste, SelectAll     string
	View, Reload, ActualSize, ZoomIn, ZoomOut, Screen string
	Help, About                                       string

	OpenTitle, SaveTitle string // of the file dialogs
	SaveFileTitle        string // of that for anything but a plan
	PlanFiles, AllFiles  string // names of their filters
	Starting             string // on the splash page
}

var english = words{
	File: "File", NewHousehold: "New household…", OpenPlan: "Open plan…", SavePlan: "Save plan as…", Quit: "Quit",
	Edit: "Edit", Undo: "Undo", Redo: "Redo", Cut: "Cut", Copy: "Copy", Paste: "Paste", SelectAll: "Select all",
	View: "View", Reload: "Reload", ActualSize: "Actual size", ZoomIn: "Zoom in", ZoomOut: "Zoom out", Screen: "Full screen",
	Help: "Help", About: "About Meridian",
	OpenTitle: "Open a plan", SaveTitle: "Save the plan as", SaveFileTitle: "Save as",
	PlanFiles: "Meridian plans (*.json)", AllFiles: "All files",
	Starting: "Starting Meridian",
}

var korean = words{
	File: "파일", NewHousehold: "새 가구…", OpenPlan: "계획 열기…", SavePlan: "계획을 다른 이름으로 저장…", Quit: "끝내기",
	Edit: "편집", Undo: "되돌리기", Redo: "다시 하기", Cut: "잘라내기", Copy: "복사", Paste: "붙여넣기", SelectAll: "모두 선택",
	View: "보기", Reload: "새로 고침", ActualSize: "실제 크기", ZoomIn: "확대", ZoomOut: "축소", Screen: "전체 화면",
	Help: "도움말", About: "Meridian 정보",
	OpenTitle: "계획 열기", SaveTitle: "계획 저장", SaveFileTitle: "다른 이름으로 저장",
	PlanFiles: "Meridian 계획 (*.json)", AllFiles: "모든 파일",
	Starting: "Meridian을 여는 중",
}

// wordsFor is the window's language. The menu bar is made once: a language
// chosen while the window is open reaches it at the next start.
func wordsFor(locale settings.Locale) words {
	if locale == settings.Korean {
		return korean
	}
	return english
}
