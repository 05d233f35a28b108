"""What a copy has seen stands in its counters and in the stamps of clusters and rounds: whoever writes, nothing of it is lost."""

import shutil
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db import operations, surveys
from db.colleagues import merge, open_colleague
from db.dots import BITS, CHANGES, MASK, seen
from db.workspace import Workspace
from diagnosis.errors import UserError
from tests.db.helpers import survey_file

pytestmark = pytest.mark.usefixtures("own_prefixes")

Clock = dict[tuple[int, str], int]
DOES = ("note", "note", "note", "other round", "cluster", "add", "new round", "drop round", "undo", "redo", "sign", "merge", "refused")
WHERE = ("here", "beside", "there")  # another program has the first copy open as well


def rounds(ws: Workspace) -> list[int]:
    return [each.id for entry in surveys.clusters(ws) for each in entry.rounds]


def do(ws: Workspace, other: Workspace, what: str, number: int) -> None:
    there = rounds(ws)
    if not there and what not in ("undo", "redo", "sign", "merge"):
        return
    place = there[-1 if what == "other round" else 0] if there else 0
    match what:
        case "note" | "other round":
            operations.set_answer(ws, place, "round", "note", f"{number}")
        case "cluster":
            operations.set_answer(ws, place, "cluster", "name_en", f"Cluster {number}")
        case "add":
            operations.add_row(ws, place, "institutions", {"name": f"{number}所"})
        case "new round":
            operations.create_round(ws, surveys.clusters(ws)[0].id, f"第{number}轮")
        case "drop round":
            operations.delete_round(ws, there[-1])
        case "undo" | "redo":
            (operations.undo if what == "undo" else operations.redo)(ws)
        case "sign":
            ws.sign(f"{number}")
        case "refused":
            operations.set_cells(ws, place, "institutions", 0, {"note": ""})
        case _:
            with open_colleague(other.path) as theirs:
                merge(ws, theirs)


def stamped(ws: Workspace) -> Clock:
    """The newest change of each session that anything in the file was written by."""
    found: Clock = {}
    for (dot,) in ws.rows("SELECT dot FROM stamps WHERE dot < 0 UNION SELECT dot FROM conflicts WHERE dot < 0"):
        key = -dot >> BITS, CHANGES
        found[key] = max(found.get(key, 0), -dot & MASK)
    return found


AFTER = ["merge", "note", "note", "undo", "undo", "undo", "note"]


@example(steps=[("here", "note"), ("here", "note"), ("there", "note"), ("here", "merge")])
@example(steps=[("there", "note"), *(("here", what) for what in AFTER)])
@given(steps=st.lists(st.tuples(st.sampled_from(WHERE), st.sampled_from(DOES)), max_size=14))
def test_no_change_is_forgotten_and_no_number_is_given_twice(steps: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        first, second = Path(folder) / "a.jizhen", Path(folder) / "b.jizhen"
        with Workspace.create(first) as made:
            operations.import_survey(made, survey_file(institutions=[{"name": "一所"}]))
        shutil.copyfile(first, second)
        opened = {where: closing.enter_context(Workspace.open(second if where == "there" else first)) for where in WHERE}
        given_by: Clock = seen(opened["here"])  # the last number of each session, wherever it was given
        for number, (where, what) in enumerate(steps):
            ws, other = opened[where], opened["here" if where == "there" else "there"]
            before, held = seen(ws), ws.session.prefix if ws.session is not None else None
            with suppress(UserError):  # a row that never was
                do(ws, other, what, number)
            after = seen(ws)
            assert all(counter <= after.get(key, 0) for key, counter in stamped(ws).items())
            if what not in ("undo", "redo"):  # of a merge, they take back what it had seen
                assert all(counter <= after.get(key, 0) for key, counter in before.items())
            own = ws.session.prefix if ws.session is not None else None
            for key, counter in after.items():
                if key[0] == own and (own != held or counter != before.get(key, 0)):
                    assert counter == given_by.get(key, 0) + 1
                    given_by[key] = counter
                if key[0] == own:
                    assert counter == given_by[key]
