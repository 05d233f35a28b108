"""Merges that would do harm are refused before anything is changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import operations, surveys
from db.colleagues import Merged, merge, open_colleague
from db.conflicts import choose, differences
from db.workspace import Workspace
from diagnosis.authored import Base
from diagnosis.errors import UserError
from tests.db.helpers import dump, laptops_of, round_of, survey_file


@pytest.fixture
def laptops(tmp_path: Path, own_prefixes: None) -> Iterator[tuple[Workspace, Workspace]]:
    """Two copies of a workspace, each written to under prefixes of its own."""
    with laptops_of(tmp_path) as both:
        yield both


def come(ours: Workspace, theirs: Workspace) -> Merged:
    with open_colleague(theirs.path) as copy:
        return merge(ours, copy)


def note(ws: Workspace, row: int, text: str) -> None:
    found = [number for number, _ in surveys.rows(ws, round_of(ws), "institutions")]
    operations.set_cells(ws, round_of(ws), "institutions", found[row], {"note": text})


def test_a_choice_that_a_rule_refuses_names_its_row(laptops: tuple[Workspace, Workspace]) -> None:
    """Among hundreds of differences chosen at once, the field alone says nothing."""
    ours, theirs = laptops
    row = operations.add_row(ours, round_of(ours), "indicators", {"id": "output-growth", "year": 2020, "value": 4}).row_id
    assert row is not None
    come(theirs, ours)
    operations.set_cells(ours, round_of(ours), "indicators", row, {"value": -4})
    operations.set_cells(theirs, round_of(theirs), "indicators", row, {"id": "firms", "value": 5})
    (found,) = come(ours, theirs).conflicts
    (wanted,) = (each.number for each in found.choices if each.text.zh == "-4")
    assert wanted is not None
    before = dump(ours)
    with pytest.raises(UserError) as refused:
        choose(ours, [(found.key, wanted)])
    assert refused.value.code == "row-refused"
    assert refused.value.to("zh").startswith("“指标值”第 1 行“企业数量”：“数值”")
    assert dump(ours) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE institutions SET kind = 'of tomorrow' WHERE name = '三所'",
        "UPDATE answers SET value = '\"maybe\"'",
        "UPDATE authored SET value = '[]'",
    ],
)
def test_what_only_another_program_can_read_is_refused_before_it_is_ours(laptops: tuple[Workspace, Workspace], sql: str) -> None:
    ours, theirs = laptops
    before = dump(ours)
    operations.add_row(theirs, round_of(theirs), "institutions", {"name": "三所"})
    operations.write_text(theirs, round_of(theirs), "en", "gaps", "text", Base())
    come(ours, theirs)
    operations.undo(ours)
    with theirs.writing():
        assert theirs.db.execute(sql).rowcount
    with pytest.raises(UserError, match="不能合并"):
        open_colleague(theirs.path)
    assert dump(ours) == before
    surveys.load(ours, round_of(ours))


def test_rows_without_what_they_belong_to_are_refused(laptops: tuple[Workspace, Workspace]) -> None:
    """A round without its cluster is read by nobody; what it holds came in all the same, and was the round's of the same number here."""
    ours, theirs = laptops
    theirs.db.execute("PRAGMA foreign_keys = OFF")
    theirs.db.execute("DELETE FROM clusters")
    with pytest.raises(UserError, match="已损坏"):
        come(ours, theirs)


def test_a_draft_kept_apart_for_a_row_of_another_round_is_told_without_a_place(laptops: tuple[Workspace, Workspace]) -> None:
    ours, _ = laptops
    first, (row, *_) = round_of(ours), [number for number, _ in surveys.rows(ours, round_of(ours), "institutions")]
    operations.import_survey(ours, survey_file(round={"label": "later"}))
    (other,) = (each.id for each in surveys.clusters(ours)[0].rounds if each.id != first)
    kept = "INSERT INTO conflicts (tbl, row, field, dot, at, value) VALUES ('drafts', ?, ?, 1, '', '\"?\"')"
    with ours.writing():
        ours.db.execute(kept, (other, f"institutions.{row}.name"))
    assert [each.place.row for each in differences(ours, other)] == [None]


def test_a_prefix_that_one_file_has_from_two_days_is_known_to_its_copies(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    for each in laptops:
        with each.writing():
            sql = "INSERT INTO sessions (prefix, space, counter, who, started) VALUES (99, ?, 1, '', ?)"
            each.db.executemany(sql, [("changes", "2024-01-01"), ("institutions", "2024-01-02")])
    note(theirs, 0, "对方")
    assert come(ours, theirs).change.parts == {"institutions"}


def test_two_laptops_that_drew_the_same_prefix_are_not_merged(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    note(theirs, 0, "对方")
    before = dump(ours)
    for each, began in zip(laptops, ("2024-01-01", "2024-01-02"), strict=True):
        with each.writing():
            each.db.execute("INSERT INTO sessions (prefix, space, counter, who, started) VALUES (99, 'changes', 1, '', ?)", (began,))
    with pytest.raises(UserError, match="编号偶然相同"):
        come(ours, theirs)
    assert dump(ours) == before
