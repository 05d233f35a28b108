"""The command that reads an edited report back into its workspace."""

from typing import TYPE_CHECKING

from cli.common import Arguments, diagnosis_of_round, say
from diagnosis.errors import UserError
from diagnosis.text import Text, phrase, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reports.authoring.taking import Compared, Comparison

ALL, NONE = "all", "none"
WIDE = 60  # characters of the same text that are shown around a change


def readback(arguments: Arguments) -> None:
    """Compares an edited report with the workspace, and takes over the sections that were asked for."""
    from db.authored import load_authored
    from db.backup import daily_backup
    from db.operations import take_texts
    from db.places import office_wording
    from db.surveys import find_cluster, find_round, previous_round
    from db.workspace import Workspace
    from reports.authoring.composing import whole
    from reports.authoring.differences import readable
    from reports.authoring.reading import open_edited
    from reports.authoring.taking import commented, compare_file, taken
    from reports.wording import take_wording

    take_wording(office_wording())
    edited = open_edited(arguments.report)
    takes = arguments.take != [NONE] and not arguments.dry_run
    with (Workspace.open if takes else Workspace.read)(arguments.workspace) as workspace:
        entry = find_cluster(workspace, arguments.cluster)
        found = find_round(entry, arguments.round)
        before = previous_round(entry, found.id)
        previous = diagnosis_of_round(workspace, before) if before else None
        composed, facts = whole(diagnosis_of_round(workspace, found), previous, load_authored(workspace, found.id, edited.lang))
        comparison = compare_file(edited, arguments.report.name, composed, facts)
        label = composed.label()
        wanted = _wanted(arguments.take, comparison)
        _tell(comparison, arguments, lambda text: readable(text, facts.reads, label))
        texts, remarks = taken(comparison, wanted, composed, facts), commented(comparison, wanted)
        if (texts or remarks) and takes:
            daily_backup(workspace)
            take_texts(workspace, found.id, edited.lang, texts, remarks, arguments.report.name)
    count = len({*texts, *remarks})
    key = "done.readback-nothing" if not count else "done.readback-dry" if arguments.dry_run else "done.readback"
    say(key, arguments, count=count, file=arguments.report)


def _wanted(take: list[str], comparison: "Comparison") -> set[str]:
    """The ids of the sections to take; raises ``UserError`` for a name that is none."""
    if take == [NONE]:
        return set()
    if take == [ALL]:
        return {each.id for each in comparison.sections if each.state == "file" or (each.remarks and each.state != "both")}
    known = {each.id for each in comparison.sections}
    for name in take:
        if name not in known:
            raise UserError("readback-no-section", name=name, known=", ".join(each.id for each in comparison.sections if each.takes) or "—")
    return set(take)


def _tell(comparison: "Comparison", arguments: Arguments, reads: "Callable[[str], str]") -> None:
    if comparison.foreign:  # before the many differences, not below them
        say("readback.foreign", arguments)
    for each in comparison.sections:
        if each.state != "same" or each.tells:
            print(f"  {_state(each).to(arguments.language)}  {each.id}  {each.title}")
        if each.writes:
            for line in _differences(each, reads):
                print(f"      {line}")
        if each.formal:
            say("readback.formal", arguments)
        _tell_rest(each, arguments)
    if comparison.moved:
        say("readback.moved", arguments)
    if comparison.unknown:
        say("readback.unknown", arguments, count=comparison.unknown)


def _tell_rest(each: "Compared", arguments: Arguments) -> None:
    """What a section of the file has beside its text."""
    for remark in each.remarks:
        say("readback.comment", arguments, who=remark.who, text=shortened(remark.text))
    if each.left:
        say("readback.left", arguments, what=each.beside)
    if each.retouched:
        say("readback.retouched", arguments, names=shortened("、".join(each.retouched)))
    if each.overwritten:
        say("readback.overwritten", arguments, texts=shortened("、".join(each.overwritten)))


def _state(each: "Compared") -> Text:
    return phrase("cli", f"readback.{each.state}")


def _differences(each: "Compared", reads: "Callable[[str], str]") -> "Iterator[str]":
    """The changes of a section with a little around them: [-gone-] and {+new+}."""
    from reports.authoring.differences import compare

    marks = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
    if each.their_title and each.their_title != each.title:
        yield f"[-{each.title}-]{{+{each.their_title}+}}"
    text = "".join(
        f"{marks[part.side][0]}{part.text if part.side != 'same' else _cut(part.text)}{marks[part.side][1]}"
        for part in compare(reads(each.ours), reads(each.theirs))
    )
    yield from text.split("\n")


def _cut(text: str) -> str:
    return text if len(text) <= 2 * WIDE else f"{text[:WIDE]}……{text[-WIDE:]}"
