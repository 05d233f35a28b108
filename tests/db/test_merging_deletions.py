"""A deletion meets whatever its author had not seen, however copies went round; and what went with it comes back with what it was of."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from db import operations, surveys
from db.attachments import Owner, all_attached
from db.colleagues import merge, open_colleague
from db.conflicts import choose, conflicts
from db.workspace import Workspace
from tests.db.helpers import incoming, round_of, survey_file

PART = "institutions"


class Held(NamedTuple):
    """What a workspace holds: rows with their notes, what was typed and not taken, files, and what is to be chosen."""

    rows: list[tuple[str, str | None]]
    drafts: list[str]
    files: list[str]
    asked: list[list[str]]


@pytest.fixture
def laptops(tmp_path: Path, own_prefixes: None) -> Iterator[dict[str, Workspace]]:
    """Copies of a workspace on three laptops. In it 一所 has a photograph and an answer that could not be read, 二所 a note."""
    first = tmp_path / "a.jizhen"
    with Workspace.create(first) as made:
        operations.import_survey(made, survey_file(institutions=[{"name": "一所"}, {"name": "二所"}]))
        photograph(made, "从前.jpg")
        operations.set_draft(made, round_of(made), PART, row_of(made, "一所"), "kind", "从前的")
        note(made, "二所", "从前")
    with ExitStack() as stack:
        for name in "bc":
            first.with_name(f"{name}.jizhen").write_bytes(first.read_bytes())
        yield {name: stack.enter_context(Workspace.open(first.with_name(f"{name}.jizhen"))) for name in "abc"}


def row_of(ws: Workspace, name: str) -> int:
    return next(number for number, row in surveys.rows(ws, round_of(ws), PART) if getattr(row, "name", None) == name)


def note(ws: Workspace, name: str, text: str) -> None:
    operations.set_cells(ws, round_of(ws), PART, row_of(ws, name), {"note": text})


def photograph(ws: Workspace, file: str, name: str = "一所") -> None:
    operations.attach(ws, round_of(ws), Owner(PART, row_of(ws, name)), [incoming(file, file.encode())])


def delete(ws: Workspace, name: str = "一所") -> None:
    operations.delete_rows(ws, round_of(ws), PART, [row_of(ws, name)])


def come(ours: Workspace, *others: Workspace) -> None:
    for theirs in others:
        with open_colleague(theirs.path) as copy:
            merge(ours, copy)
            held = look(ours)
            merge(ours, copy)
            assert look(ours) == held, "once more changes nothing"


def look(ws: Workspace) -> Held:
    rows = [(getattr(row, "name", ""), getattr(row, "note", None)) for _, row in surveys.rows(ws, round_of(ws), PART)]
    drafts = [text for (text,) in ws.rows("SELECT text FROM drafts ORDER BY 1")]
    files = [each.name for each in all_attached(ws, round_of(ws))]
    return Held(rows, drafts, files, [sorted(choice.text.zh for choice in each.choices) for each in conflicts(ws)])


def all_alike(laptops: dict[str, Workspace]) -> Held:
    """What all hold once everybody has what the others have."""
    for _ in range(2):
        for ours in laptops.values():
            come(ours, *(theirs for theirs in laptops.values() if theirs is not ours))
    first, *others = map(look, laptops.values())
    assert others == [first, first]
    return first


def test_a_deletion_that_came_after_a_merge_meets_what_its_author_never_saw(laptops: dict[str, Workspace]) -> None:
    a, b, c = laptops.values()
    note(a, "一所", "甲的答案")
    note(b, "一所", "乙的答案")
    come(a, b)  # of two that say that the row is there one is noted
    delete(b)  # and its author has seen that one
    come(a, b)
    assert look(a).rows[0][0] == "一所"
    assert sorted(look(a).asked) == [["乙的答案", "甲的答案"], ["保留", "已删除"]]
    come(c, b, a)
    assert all_alike(laptops) == look(a)


def test_a_deletion_meets_a_photograph_and_what_could_not_be_read(laptops: dict[str, Workspace]) -> None:
    a, b, c = laptops.values()
    photograph(a, "现场.jpg")
    operations.set_draft(c, round_of(c), PART, row_of(c, "一所"), "kind", "约二百")
    delete(b)
    held = all_alike(laptops)
    assert held.rows[0][0] == "一所"
    assert held.files == ["从前.jpg", "现场.jpg"]
    assert held.drafts == ["约二百"]
    assert held.asked == [["保留", "已删除"]]


def test_a_row_that_is_kept_keeps_what_was_deleted_with_it(laptops: dict[str, Workspace]) -> None:
    a, b, _ = laptops.values()
    note(a, "一所", "还在填")
    delete(b)
    held = all_alike(laptops)
    assert held == Held([("一所", "还在填"), ("二所", "从前")], ["从前的"], ["从前.jpg"], [["保留", "已删除"]])
    (asked,) = conflicts(b)
    choose(b, [(asked.key, next(each.number for each in asked.choices if not each.deleted))])
    assert all_alike(laptops) == held._replace(asked=[])


def test_a_round_that_is_kept_keeps_all_its_rows(laptops: dict[str, Workspace]) -> None:
    a, b, c = laptops.values()
    note(a, "一所", "还在填")
    operations.add_row(c, round_of(c), PART, {"name": "三所"})
    operations.delete_round(b, round_of(b))
    held = all_alike(laptops)
    assert held.rows == [("一所", "还在填"), ("二所", "从前"), ("三所", None)]
    assert (held.drafts, held.files, held.asked) == (["从前的"], ["从前.jpg"], [["保留", "已删除"]])


def test_an_answer_that_its_author_deleted_with_the_row_is_asked_about_where_another_has_it(laptops: dict[str, Workspace]) -> None:
    a, b, c = laptops.values()
    note(b, "一所", "乙的答案")
    come(c, b)
    delete(b)
    operations.set_cells(a, round_of(a), PART, row_of(a, "一所"), {"kind": "university"})
    come(a, b)
    come(c, a)
    assert ["乙的答案", "（空白）"] in look(c).asked
    come(c, a)
    assert ["乙的答案", "（空白）"] in look(c).asked
    all_alike(laptops)


def test_a_row_that_both_have_is_dropped_by_neither(laptops: dict[str, Workspace]) -> None:
    a, b, c = laptops.values()
    operations.add_row(a, round_of(a), PART, {"name": "三所"})
    come(b, a)
    come(c, a)
    delete(c, "三所")
    photograph(a, "现场.jpg", "三所")
    come(c, a)
    note(b, "三所", "乙的答案")
    come(c, b)
    operations.delete_round(b, round_of(b))
    photograph(a, "又一张.jpg")
    come(a, b)  # the round stays with what a has, and not with what b had written before
    come(a, c)
    held = look(a)
    assert [name for name, _ in held.rows] == ["一所", "二所", "三所"]
    assert "现场.jpg" in held.files
    assert ["乙的答案", "（空白）"] in held.asked
    all_alike(laptops)


def test_files_go_with_a_row_whose_deletion_meets_nothing(laptops: dict[str, Workspace], tmp_path: Path) -> None:
    a, b, c = laptops.values()
    note(c, "二所", "丙的答案")
    early = tmp_path / "early.jizhen"
    early.write_bytes(c.path.read_bytes())
    photograph(a, "现场.jpg")
    come(c, a)
    operations.delete_round(a, round_of(a))
    with open_colleague(early) as copy:
        merge(a, copy)  # brings the round back, but not what had been deleted with it
    delete(b)
    come(a, b)
    come(c, a)
    assert [name for name, _ in look(c).rows] == ["二所"]
    assert look(c).files == []
    assert look(c).drafts == []
    all_alike(laptops)
