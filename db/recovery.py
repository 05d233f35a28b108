"""What a workspace still has after the program or the machine stopped without closing it."""

from db.history import newest
from db.workspace import Workspace
from diagnosis import moments
from diagnosis.text import Text, phrase


def recovered(workspace: Workspace) -> Text:
    """What is there: the last change that was confirmed, and whether one that was half written has been taken back."""
    last = newest(workspace)
    if last is None:
        told = phrase("db", "recovered-nothing")
    else:
        at, name = last
        told = phrase("db", "recovered", name=name, time=moments.shown(at, "%Y-%m-%d %H:%M:%S"))
    return phrase("db", "recovered-rolled-back", told=told) if workspace.rolled_back else told
