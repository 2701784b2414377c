; The installer for one person: no administrator is asked for, and everything
; goes under that person's own directories.
;
;   makensis -DVERSION=1.2.3 -DARCH=amd64 -DPROGRAMS=dir -DICON=x.ico -DLICENCE=file -DOUT=file
;     [-DWEBVIEW=MicrosoftEdgeWebview2Setup.exe]  installs WebView2 where it is missing
;     [-DSIGN="command"]                          signs the uninstaller too
;
; PROGRAMS holds meridian.exe, meridiand.exe and licences.txt.

Unicode true
SetCompressor /SOLID lzma
SetDateSave off ; two builds give the same bytes
RequestExecutionLevel user
ManifestDPIAware true
Name "Meridian"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Meridian"
InstallDirRegKey HKCU "Software\Meridian" "Directory"
!ifdef SIGN
	!uninstfinalize '${SIGN} "%1"'
	!finalize '${SIGN} "%1"'
!endif

!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh

VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Meridian"
VIAddVersionKey CompanyName "Meridian"
VIAddVersionKey FileDescription "Meridian Installer"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache-2.0"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Meridian"
!define CLASS "Meridian.Plan"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\meridian.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Korean"

LangString NeedsWindows ${LANG_ENGLISH} "Meridian needs Windows 10 or newer, 64-bit (${ARCH})."
LangString NeedsWindows ${LANG_KOREAN} "Meridian에는 Windows 10 이상, 64비트(${ARCH})가 필요합니다."
LangString IsOpen ${LANG_ENGLISH} "Meridian is open. Close it, then try again."
LangString IsOpen ${LANG_KOREAN} "Meridian이 열려 있습니다. 닫은 뒤 다시 시도하세요."
LangString KindOfFile ${LANG_ENGLISH} "Meridian plan"
LangString KindOfFile ${LANG_KOREAN} "Meridian 계획"
LangString FetchesWebView ${LANG_ENGLISH} "Installing Microsoft's WebView2, which shows the window"
LangString FetchesWebView ${LANG_KOREAN} "창을 보여 주는 Microsoft WebView2를 설치하는 중"
LangString RemoveData ${LANG_ENGLISH} "Remove your plans, documents and backups too?$\n$\n$LOCALAPPDATA\Meridian$\n$\nThey cannot be brought back. Choose No to keep them for a later installation."
LangString RemoveData ${LANG_KOREAN} "계획과 문서, 백업도 지울까요?$\n$\n$LOCALAPPDATA\Meridian$\n$\n지우면 되살릴 수 없습니다. 나중에 다시 설치해 쓰려면 '아니요'를 고르세요."

Function .onInit
	SetShellVarContext current
	SetRegView 64
	${IfNot} ${AtLeastWin10}
		Goto refuse
	${EndIf}
	!if ${ARCH} == "arm64"
		${IfNot} ${IsNativeARM64}
			Goto refuse
		${EndIf}
	!else
		${IfNot} ${RunningX64}
			Goto refuse
		${EndIf}
	!endif
	Return
	refuse:
	MessageBox MB_OK|MB_ICONSTOP "$(NeedsWindows)" /SD IDOK
	SetErrorLevel 64
	Quit
FunctionEnd

; A program that runs cannot be written over; say so before anything is changed.
!macro refuseWhileOpen UN
Function ${UN}RefuseWhileOpen
	again:
	IfFileExists "$INSTDIR\meridian.exe" 0 done
	ClearErrors
	FileOpen $0 "$INSTDIR\meridian.exe" a
	IfErrors 0 closed
	MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsOpen)" /SD IDCANCEL IDRETRY again
	SetErrorLevel 65
	Quit
	closed:
	FileClose $0
	done:
FunctionEnd
!macroend
!insertmacro refuseWhileOpen ""
!insertmacro refuseWhileOpen "un."

Section "Meridian"
	Call RefuseWhileOpen
	SetOutPath "$INSTDIR"
	File "${PROGRAMS}/meridian.exe"
	File "${PROGRAMS}/meridiand.exe"
	File "${PROGRAMS}/licences.txt"
	CreateShortcut "$SMPROGRAMS\Meridian.lnk" "$INSTDIR\meridian.exe"
	Call InstallWebView

	; Plans end in .meridian or in .meridian.json. Windows knows last endings only,
	; and .json belongs to no one: there Meridian is one of the programs offered.
	WriteRegStr HKCU "Software\Classes\${CLASS}" "" "$(KindOfFile)"
	WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\meridian.exe,0"
	WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\meridian.exe" "%1"'
	WriteRegStr HKCU "Software\Classes\.meridian" "" "${CLASS}"
	WriteRegStr HKCU "Software\Classes\.meridian" "Content Type" "application/vnd.meridian.plan+json"
	WriteRegStr HKCU "Software\Classes\.json\OpenWithProgids" "${CLASS}" ""

	WriteRegStr HKCU "Software\Meridian" "Directory" "$INSTDIR"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Meridian"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Meridian"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\meridian.exe"
	WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
	WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	IntFmt $0 "0x%08X" $0
	WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
	${RefreshShellIcons}
SectionEnd

; Windows 11 has WebView2, and most of Windows 10. Where it is missing and cannot
; be installed now, the program says so when it starts.
Function InstallWebView
	ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}" "pv"
	ReadRegStr $1 HKCU "Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}" "pv"
	StrCmp "$0$1" "" 0 done
	!ifdef WEBVIEW
		DetailPrint "$(FetchesWebView)"
		InitPluginsDir
		File "/oname=$PLUGINSDIR\webview.exe" "${WEBVIEW}"
		ExecWait '"$PLUGINSDIR\webview.exe" /silent /install'
	!endif
	done:
FunctionEnd

Function un.onInit
	SetShellVarContext current
	SetRegView 64
FunctionEnd

; What a person wrote goes only where that person says so; a silent removal
; keeps it.
Section "Uninstall"
	Call un.RefuseWhileOpen
	nsExec::Exec '"$INSTDIR\meridiand.exe" service remove'
	Pop $0
	Delete "$INSTDIR\meridian.exe"
	Delete "$INSTDIR\meridiand.exe"
	Delete "$INSTDIR\licences.txt"
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\Meridian.lnk"
	DeleteRegKey HKCU "Software\Classes\${CLASS}"
	DeleteRegKey HKCU "Software\Classes\.meridian"
	DeleteRegValue HKCU "Software\Classes\.json\OpenWithProgids" "${CLASS}"
	DeleteRegKey HKCU "${UNINSTALL}"
	DeleteRegKey HKCU "Software\Meridian"
	RMDir /r "$APPDATA\meridian.exe" ; what WebView2 keeps of the window
	IfFileExists "$LOCALAPPDATA\Meridian\*.*" 0 kept
	MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(RemoveData)" /SD IDNO IDNO kept
	RMDir /r "$LOCALAPPDATA\Meridian"
	kept:
	${RefreshShellIcons}
SectionEnd
