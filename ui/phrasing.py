"""Whose words reports are written in: an office's file that was chosen on the report page, else its file in the data folder, else ours."""

from pathlib import Path

from db.places import office_wording

PHRASES = "report/phrases"  # the setting that holds the chosen file


def own_file(chosen: Path | None) -> Path | None:
    """The office's file in force; ``None``: the program's own words."""
    beside = office_wording()
    return chosen or (beside if beside.is_file() else None)


def take_phrases(chosen: Path | None) -> None:
    """From now on reports read so; raises ``UserError`` for a chosen file that is not there, and for one with something wrong in it."""
    from reports.wording import take_wording

    take_wording(chosen or office_wording(), needed=chosen is not None)
