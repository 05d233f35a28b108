; The installer for Windows 10 and 11: for one user, without an administrator, over an older version, silent with /S.
;   makensis -INPUTCHARSET UTF8 -DVERSION=0.3.0 -DSOURCE=dist\jizhen -DTARGET=dist\jizhen-0.3.0-windows-x86_64.exe jizhen.nsi
; -DFAST compresses little and -DWIDE makes an installer of 64 bits, for trying the script under a wine that has no others. Exit
; status of a silent run: 0 done, 2 the program is running, 3 the folder is not one of ours, 4 this Windows has 32 bits.
!ifdef WIDE
  Target amd64-unicode ; Debian's NSIS has it, that for Windows has not
!else
  Target x86-unicode
!endif
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh

!define NAME "Jizhen"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define CLASSES "Software\Classes"
!define TYPE "Jizhen.Workspace"

Name "$(PROGRAM)"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "$(PROGRAM) ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "集诊 Jizhen"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "集诊 Jizhen"
VIAddVersionKey /LANG=0 "LegalCopyright" "MIT"

!define MUI_ICON "..\..\templates\icons\jizhen.ico"
!define MUI_UNICON "..\..\templates\icons\jizhen.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\jizhen.exe"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
; the system's language, and Chinese where it is neither
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString PROGRAM ${LANG_SIMPCHINESE} "集诊"
LangString PROGRAM ${LANG_ENGLISH} "Jizhen"
LangString WORKSPACE ${LANG_SIMPCHINESE} "集诊工作区"
LangString WORKSPACE ${LANG_ENGLISH} "Jizhen workspace"
LangString RUNNING ${LANG_SIMPCHINESE} "集诊正在运行。请先退出，再重试。"
LangString RUNNING ${LANG_ENGLISH} "Jizhen is running. Close it, then try again."
LangString FOREIGN ${LANG_SIMPCHINESE} "文件夹 $INSTDIR 里有别的文件，不会安装到那里。请另选一个空文件夹。"
LangString FOREIGN ${LANG_ENGLISH} "The folder $INSTDIR holds other files, and nothing is installed there. Choose an empty one."
LangString NARROW ${LANG_SIMPCHINESE} "集诊需要 64 位的 Windows。"
LangString NARROW ${LANG_ENGLISH} "Jizhen needs a Windows of 64 bits."
LangString KEPT ${LANG_SIMPCHINESE} "集诊已卸载。工作区、设置和备份都没有动：$LOCALAPPDATA\Jizhen"
LangString KEPT ${LANG_ENGLISH} "Jizhen is removed. Workspaces, settings and backups are untouched: $LOCALAPPDATA\Jizhen"

Function .onInit
  SetShellVarContext current
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(NARROW)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

Function un.onInit
  SetShellVarContext current
FunctionEnd

; a program file that runs cannot be opened to be written
!macro REFUSE_WHILE_RUNNING UN
Function ${UN}RefuseWhileRunning
  again:
    IfFileExists "$INSTDIR\jizhen.exe" 0 free
    ClearErrors
    FileOpen $0 "$INSTDIR\jizhen.exe" a
    IfErrors 0 closed
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
  closed:
    FileClose $0
  free:
FunctionEnd
!macroend
!insertmacro REFUSE_WHILE_RUNNING ""
!insertmacro REFUSE_WHILE_RUNNING "un."

; a folder that is not empty must be one of ours: an upgrade deletes what the version before brought
Function RefuseForeignFolder
  IfFileExists "$INSTDIR\*.*" 0 good
  IfFileExists "$INSTDIR\installed" good
  ${GetSize} "$INSTDIR" "/G=1" $0 $1 $2
  ${If} $1 = 0
  ${AndIf} $2 = 0
    Goto good
  ${EndIf}
  MessageBox MB_OK|MB_ICONEXCLAMATION "$(FOREIGN)" /SD IDOK
  SetErrorLevel 3
  Quit
  good:
FunctionEnd

!macro DELETE_PROGRAM
  Delete "$INSTDIR\jizhen.exe"
  Delete "$INSTDIR\jizhen-cli.exe"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\THIRD-PARTY-LICENSES.md"
  Delete "$INSTDIR\installed"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
!macroend

Section
  Call RefuseForeignFolder
  Call RefuseWhileRunning
  !insertmacro DELETE_PROGRAM
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}\*.*"
  FileOpen $0 "$INSTDIR\installed" w
  FileWrite $0 "exe"
  FileClose $0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(PROGRAM).lnk" "$INSTDIR\jizhen.exe"

  WriteRegStr HKCU "${CLASSES}\.jizhen" "" "${TYPE}"
  WriteRegStr HKCU "${CLASSES}\.jizhen\OpenWithProgids" "${TYPE}" ""
  WriteRegStr HKCU "${CLASSES}\${TYPE}" "" "$(WORKSPACE)"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\DefaultIcon" "" "$INSTDIR\jizhen.exe,0"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\jizhen.exe" "%1"'

  WriteRegStr HKCU "${KEY}" "DisplayName" "$(PROGRAM)"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\jizhen.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "Jizhen contributors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  Call un.RefuseWhileRunning
  !insertmacro DELETE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\集诊.lnk"
  Delete "$SMPROGRAMS\Jizhen.lnk"
  ReadRegStr $0 HKCU "${CLASSES}\.jizhen" ""
  ${If} $0 == "${TYPE}"
    DeleteRegValue HKCU "${CLASSES}\.jizhen" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.jizhen\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.jizhen\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.jizhen"
  DeleteRegKey HKCU "${CLASSES}\${TYPE}"
  DeleteRegKey HKCU "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
  MessageBox MB_OK|MB_ICONINFORMATION "$(KEPT)" /SD IDOK
SectionEnd
