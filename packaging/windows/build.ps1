# Builds the program and its installer on Windows 10 or 11: powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
# Needs git, Python 3.11 to 3.14 (python.org) and NSIS 3 (nsis.sourceforge.io); a network for the packages of requirements-dev.txt only.
# Not tried on a Windows machine yet.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Run([string] $program, [string[]] $arguments) {
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw "$program ended with $LASTEXITCODE" }
}

if (-not (Test-Path .venv\Scripts\python.exe)) {
    # the newest one that is registered, unless another is named
    if ($env:PYTHON) { Run $env:PYTHON @("-m", "venv", ".venv") } else { Run "py" @("-3", "-m", "venv", ".venv") }
}
$python = ".venv\Scripts\python.exe"
Run $python @("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", "requirements-dev.txt")

$env:PYTHONUTF8 = "1"  # what the steps print is Chinese in part, and a log may have the system's code page
$env:PYTHONHASHSEED = "0"
$env:SOURCE_DATE_EPOCH = Run "git" @("log", "-1", "--format=%ct")
Run $python @("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR", "packaging\jizhen.spec")
Run $python @("packaging\smoke.py", "dist\jizhen")

$version = Run $python @("-c", "from diagnosis import __version__; print(__version__)")
$target = Join-Path (Get-Location) "dist\jizhen-$version-windows-x86_64.exe"
$source = Join-Path (Get-Location) "dist\jizhen"
$found = Get-Command makensis -ErrorAction SilentlyContinue
$makensis = if ($found) { $found.Source } else { "${env:ProgramFiles(x86)}\NSIS\makensis.exe" }
Run $makensis @("/WX", "/V2", "/INPUTCHARSET", "UTF8", "/DVERSION=$version", "/DSOURCE=$source", "/DTARGET=$target", "packaging\windows\jizhen.nsi")
Get-FileHash $target -Algorithm SHA256 | Format-List "Hash", "Path"
