# Asks Word, or WPS by the same interface, for a document as PDF, and where its bookmarks stand.
# What it is given stands in the environment, so that no name of a file needs quoting: JIZHEN_PROGRAM (the name of the
# interface), JIZHEN_SOURCE, JIZHEN_TARGET, JIZHEN_SPOTS, JIZHEN_PROCESS, JIZHEN_ERROR (files).
$ErrorActionPreference = 'Stop'
$text = New-Object System.Text.UTF8Encoding $false
$names = 'WINWORD', 'wps'
$office = $null
$document = $null
$own = @()
# arguments that Word declares by reference: with its interop assembly PowerShell wants them so, without it not
function Either([scriptblock]$plain, [scriptblock]$referring) { try { & $plain } catch { & $referring } }
try {
    $before = @(Get-Process -Name $names -ErrorAction SilentlyContinue | ForEach-Object { $_.Id })
    $office = New-Object -ComObject $env:JIZHEN_PROGRAM
    $own = @(Get-Process -Name $names -ErrorAction SilentlyContinue | Where-Object { $before -notcontains $_.Id })
    if ($own.Count -eq 1) { [IO.File]::WriteAllText($env:JIZHEN_PROCESS, [string]$own[0].Id, $text) }
    # a program that was there before is the user's: it stays on the screen, and gets its own settings back
    if ($own.Count) { $office.Visible = $false }
    $alerts = $office.DisplayAlerts
    $office.DisplayAlerts = 0
    # WPS may not know this one; what is opened is a .docx, which holds no macros
    try { $security = $office.AutomationSecurity; $office.AutomationSecurity = 3 } catch { $security = $null }
    # FileName, ConfirmConversions, ReadOnly, AddToRecentFiles
    $document = $office.Documents.Open($env:JIZHEN_SOURCE, $false, $true, $false)
    # wdPrintView: only there has text a place on a page, and the user's own view may be another
    try { $document.ActiveWindow.View.Type = 3 } catch { }
    $document.Repaginate()
    $document.Bookmarks.ShowHidden = $true
    $lines = @(foreach ($bookmark in $document.Bookmarks) {
        $range = $bookmark.Range
        $range.SetRange($range.Start, $range.Start)
        # wdActiveEndPageNumber, wdVerticalPositionRelativeToPage
        $top = [double]$range.Information(6)
        [string]::Join("`t", @($bookmark.Name, [string]$range.Information(3), $top.ToString([Globalization.CultureInfo]::InvariantCulture)))
    })
    [IO.File]::WriteAllLines($env:JIZHEN_SPOTS, [string[]]$lines, $text)
    # OutputFileName, ExportFormat (PDF), OpenAfterExport, OptimizeFor (print), Range (all), From, To, Item (content),
    # IncludeDocProps, KeepIRM, CreateBookmarks (headings), DocStructureTags
    $document.ExportAsFixedFormat($env:JIZHEN_TARGET, 17, $false, 0, 0, 1, 1, 0, $true, $false, 1, $true)
} catch {
    [IO.File]::WriteAllText($env:JIZHEN_ERROR, $_.Exception.Message, $text)
    exit 1
} finally {
    # wdDoNotSaveChanges
    if ($document) { try { Either { $document.Close(0) } { $document.Close([ref] 0) } } catch { } }
    # what the user has opened meanwhile may have come into the program that was started here, which is then the user's, too
    $ours = $false
    if ($office -and $own.Count) { try { $ours = $office.Documents.Count -eq 0 } catch { } }
    if ($ours) {
        try { Either { $office.Quit(0) } { $office.Quit([ref] 0) } } catch { }
    } elseif ($office) {
        if ($own.Count) { try { $office.Visible = $true } catch { } }
        try { $office.DisplayAlerts = $alerts } catch { }
        if ($null -ne $security) { try { $office.AutomationSecurity = $security } catch { } }
    }
    $range = $bookmark = $document = $office = $null
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
    # one that has been told to go and hangs, with nothing on the screen
    if ($ours -and $own.Count -eq 1 -and -not $own[0].WaitForExit(5000)) {
        $own[0].Refresh()
        if ($own[0].MainWindowHandle -eq 0) { try { $own[0].Kill() } catch { } }
    }
}
