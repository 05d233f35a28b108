"""Merging: the same in every order, once is enough, nothing is lost, and what meets is kept until somebody chooses."""

import itertools
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import operations, surveys
from db.colleagues import Merged, merge, open_colleague
from db.columns import to_json
from db.conflicts import choose, conflicts, differences
from db.dots import BITS
from db.files import export_package
from db.history import forget
from db.sides import Copy
from db.workspace import Workspace
from diagnosis.authored import Base
from diagnosis.errors import UserError
from diagnosis.framework_files import load_framework
from diagnosis.survey import LISTS
from tests.db.helpers import dump, round_of, sample, survey_file
from tests.numbering import real_prefix

SERVICES = ("finance", "talent")
ITEMS = list(load_framework().items)[:3]
Step = tuple[str, int, int]
State = dict[tuple[str, int, str], set[str]]


pytestmark = pytest.mark.usefixtures("own_prefixes")


def make(path: Path) -> Path:
    """A workspace with a round in which a little is filled in."""
    with Workspace.create(path) as ws:
        operations.import_survey(ws, survey_file(institutions=[{"name": "一所"}, {"name": "二所"}], services={"finance": True}))
        forget(ws)
    return path


def copy_of(path: Path, name: str) -> Path:
    target = path.with_name(f"{name}.jizhen")
    shutil.copyfile(path, target)
    return target


def ids(ws: Workspace, part: str = "institutions") -> list[int]:
    return [row_id for row_id, _ in surveys.rows(ws, round_of(ws), part)]


# ---- what somebody does on a laptop


def _cell(ws: Workspace, which: int, value: int) -> None:
    if rows := ids(ws):
        operations.set_cells(ws, round_of(ws), "institutions", rows[which % len(rows)], {"note": f"注{value}"})


def _delete(ws: Workspace, which: int, _value: int) -> None:
    if rows := ids(ws):
        operations.delete_rows(ws, round_of(ws), "institutions", [rows[which % len(rows)]])


def _move(ws: Workspace, which: int, value: int) -> None:
    if rows := ids(ws):
        operations.move_row(ws, round_of(ws), "institutions", rows[which % len(rows)], value)


DOES: dict[str, Callable[[Workspace, int, int], object]] = {
    "add": lambda ws, _, value: operations.add_row(ws, round_of(ws), "institutions", {"name": f"新{value}"}),
    "cell": _cell,
    "delete": _delete,
    "move": _move,
    "answer": lambda ws, which, value: operations.set_answer(ws, round_of(ws), "services", SERVICES[which % 2], value % 2 == 0),
    "blank": lambda ws, which, _: operations.set_answer(ws, round_of(ws), "services", SERVICES[which % 2], None),
    "rate": lambda ws, which, value: operations.rate(ws, round_of(ws), ITEMS[which % 3], {"score": value}),
    "draft": lambda ws, which, value: operations.set_draft(ws, round_of(ws), "round", None, ("date", "note")[which % 2], f"约{value}"),
    "rename": lambda ws, _, value: operations.set_answer(ws, round_of(ws), "cluster", "name_en", f"Cluster {value}"),
    "author": lambda ws, which, value: operations.write_text(ws, round_of(ws), "zh", ("gaps", "type")[which % 2], f"文字{value}", Base()),
    "reset": lambda ws, which, _: operations.reset_section(ws, round_of(ws), "zh", ("gaps", "type")[which % 2], ""),
    "leave out": lambda ws, which, value: operations.leave_out(ws, round_of(ws), "zh", "gaps", "", value % 2 == 0),
    "undo": lambda ws, _which, _value: operations.undo(ws),
    "redo": lambda ws, _which, _value: operations.redo(ws),
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(DOES)), st.integers(0, 3), st.integers(0, 4)), max_size=6)


def work(path: Path, steps: Sequence[Step]) -> Path:
    with Workspace.open(path) as ws:
        for name, which, value in steps:
            DOES[name](ws, which, value)
    return path


def merge_into(path: Path, others: Sequence[Path]) -> Path:
    with Workspace.open(path) as ws:
        for other in others:
            with open_colleague(other) as theirs:
                merge(ws, theirs)
    return path


# ---- what a workspace holds


def state(ws: Workspace) -> State:
    """Every register with all its values, and which rows there are."""
    found: State = {}
    copy = Copy(ws)
    for table in ("clusters", "rounds", *LISTS):
        for (row_id,) in ws.rows(f'SELECT _id FROM "{table}"'):
            cells = copy.row(table, row_id) or {}
            found[table, row_id, ""] = {"1"}
            found.update({(table, row_id, column): {to_json(cell)} for column, cell in cells.items() if not column.startswith("_")})
    for table, column in (("answers", "value"), ("drafts", "text")):
        for name, (_, cells) in copy.keyed(table, round_of(ws)).items():
            found[table, round_of(ws), name] = {to_json(cells[column])}
    for table, row, field, value in ws.rows("SELECT tbl, row, field, value FROM conflicts"):
        if (table, row, "") in found or table in ("answers", "drafts"):
            found.setdefault((table, row, field), {"null"}).add(value)
    return found


def state_of(path: Path) -> State:
    with Workspace.open(path) as ws:
        return state(ws)


def order_of(path: Path) -> list[int]:
    with Workspace.open(path) as ws:
        return ids(ws)


@given(st.tuples(STEPS, STEPS, STEPS))
def test_any_order_gives_the_same_and_nothing_is_lost(tmp_path_factory: pytest.TempPathFactory, steps: tuple[list[Step], ...]) -> None:
    base = make(tmp_path_factory.mktemp("laptops") / "base.jizhen")
    laptops = [work(copy_of(base, name), own) for name, own in zip("abc", steps, strict=True)]
    first = merge_into(copy_of(laptops[0], "abc"), laptops[1:])
    expected, order = state_of(first), order_of(first)
    for number, places in enumerate(itertools.permutations(range(3))):
        here = merge_into(copy_of(laptops[places[0]], f"m{number}"), [laptops[place] for place in places[1:]])
        assert state_of(here) == expected, places
        assert order_of(here) == order
    pair = merge_into(copy_of(laptops[1], "bc"), [laptops[2]])  # what two have merged comes to the third
    assert state_of(merge_into(copy_of(laptops[0], "a-bc"), [pair])) == expected
    before = state_of(base)
    for laptop in laptops:
        for key, values in state_of(laptop).items():
            if before.get(key) != values and (key[0], key[1], "") in expected:
                assert values <= expected.get(key, {"null"}), key


@given(STEPS, STEPS)
def test_once_is_enough_and_one_undo_takes_it_back(tmp_path_factory: pytest.TempPathFactory, ours: list[Step], theirs: list[Step]) -> None:
    base = make(tmp_path_factory.mktemp("laptops") / "base.jizhen")
    mine, other = work(copy_of(base, "a"), ours), work(copy_of(base, "b"), theirs)
    with Workspace.open(mine) as ws, open_colleague(other) as copy:
        before, stamps = dump(ws), ws.rows("SELECT tbl, row, field, dot FROM stamps ORDER BY 1, 2, 3")
        entries = ws.rows("SELECT count(*) FROM history WHERE state = 'done'")
        merge(ws, copy)
        after, merged = dump(ws), state(ws)
        again = merge(ws, copy)
        assert dump(ws) == after
        assert not again.change.parts
        if ws.rows("SELECT count(*) FROM history WHERE state = 'done'") != entries:
            operations.undo(ws)
            assert dump(ws) == before
            assert ws.rows("SELECT tbl, row, field, dot FROM stamps ORDER BY 1, 2, 3") == stamps
            merge(ws, copy)
            assert state(ws) == merged


# ---- by example


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[tuple[Workspace, Workspace]]:
    base = make(tmp_path / "base.jizhen")
    with Workspace.open(copy_of(base, "a")) as ours, Workspace.open(copy_of(base, "b")) as theirs:
        ours.who, theirs.who = "张三", "李四"
        yield ours, theirs


def come(ours: Workspace, theirs: Workspace, **options: Any) -> Merged:
    with open_colleague(theirs.path) as copy:
        return merge(ours, copy, **options)


def note(ws: Workspace, row: int, text: str) -> None:
    operations.set_cells(ws, round_of(ws), "institutions", ids(ws)[row], {"note": text})


def test_changes_that_do_not_meet_are_taken(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    note(ours, 0, "我方")
    note(theirs, 1, "对方")
    operations.set_cells(theirs, round_of(theirs), "institutions", ids(theirs)[0], {"kind": "university"})
    result = come(ours, theirs)
    rows = [row for _, row in surveys.rows(ours, round_of(ours), "institutions")]
    assert [(row.note, row.kind) for row in rows] == [("我方", "university"), ("对方", None)]  # type: ignore[attr-defined]
    assert result.conflicts == ()
    assert result.change.parts == {"institutions"}


def test_what_meets_is_shown_with_who_and_when_and_chosen(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    note(ours, 0, "我方")
    note(theirs, 0, "对方")
    (found,) = come(ours, theirs).conflicts
    assert found.part == "institutions"
    assert found.name == "一所"
    assert found.field == "note"
    assert {(each.text.zh, each.who) for each in found.choices} == {("我方", "张三"), ("对方", "李四")}
    assert all(each.at for each in found.choices)
    wanted = next(each for each in found.choices if each.text.zh == "我方")
    choose(ours, [(found.key, wanted.number)])
    assert conflicts(ours) == ()
    assert surveys.rows(ours, round_of(ours), "institutions")[0][1].note == "我方"  # type: ignore[attr-defined]
    assert come(ours, theirs).conflicts == ()  # they have not seen the choice: it stays chosen
    assert come(theirs, ours).conflicts == ()
    assert surveys.rows(theirs, round_of(theirs), "institutions")[0][1].note == "我方"  # type: ignore[attr-defined]
    operations.undo(ours)
    assert len(conflicts(ours)) == 1


def test_an_interview_without_an_organisation_is_called_by_its_person(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    operations.add_row(ours, round_of(ours), "interviews", {"date": "2026-07-01", "person": "王总", "notes": "一"})
    come(theirs, ours)
    for ws, notes in ((ours, "二"), (theirs, "三")):
        operations.set_cells(ws, round_of(ws), "interviews", ids(ws, "interviews")[0], {"notes": notes})
    (found,) = come(ours, theirs).conflicts
    assert found.name == "王总"


@pytest.mark.parametrize(("side", "text"), [("ours", "我方"), ("theirs", "对方")])
def test_a_side_can_be_taken_at_once(laptops: tuple[Workspace, Workspace], side: str, text: str) -> None:
    ours, theirs = laptops
    note(ours, 0, "我方")
    note(theirs, 0, "对方")
    before = dump(ours)
    assert come(ours, theirs, resolve=side).conflicts == ()
    assert surveys.rows(ours, round_of(ours), "institutions")[0][1].note == text  # type: ignore[attr-defined]
    operations.undo(ours)
    assert dump(ours) == before


def test_a_deleted_row_that_somebody_else_changed_stays_until_it_is_chosen(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    operations.delete_rows(ours, round_of(ours), "institutions", [ids(ours)[0]])
    note(theirs, 0, "对方补充")
    (found,) = come(ours, theirs).conflicts
    assert found.label is None
    assert [each.deleted for each in found.choices] == [False, True]
    assert [each.who for each in found.choices] == ["李四", "张三"]
    choose(ours, [(found.key, found.choices[1].number)])
    assert len(ids(ours)) == 1
    assert conflicts(ours) == ()


def test_what_was_typed_in_a_row_that_is_gone_rests_with_it(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    first = ids(ours)[0]
    for each, text in zip(laptops, ("约5", "约6"), strict=True):
        operations.set_draft(each, round_of(each), "institutions", first, "note", text)
    merge(ours, theirs)
    (asked,) = differences(ours, round_of(ours))
    assert (asked.place.part, asked.place.row, asked.place.field) == ("institutions", 0, "note")
    operations.delete_rows(ours, round_of(ours), "institutions", [first])
    assert differences(ours, round_of(ours)) == ()
    operations.undo(ours)
    assert differences(ours, round_of(ours)) == (asked,)


def test_a_rating_made_on_both_laptops_is_one_rating(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    operations.rate(ours, round_of(ours), ITEMS[0], {"score": 1})
    operations.rate(theirs, round_of(theirs), ITEMS[0], {"score": 3, "evidence": "现场查看"})
    (found,) = come(ours, theirs).conflicts
    assert {each.text.zh for each in found.choices} == {"1", "3"}
    ((_, rating),) = surveys.rows(ours, round_of(ours), "ratings")
    assert rating.evidence == "现场查看"  # type: ignore[attr-defined]


def test_a_round_deleted_here_and_filled_in_there_stays(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    operations.delete_round(ours, round_of(ours))
    note(theirs, 0, "还在填")
    (found,) = come(ours, theirs).conflicts
    assert found.key[0] == "rounds"
    assert len(ids(ours)) == 2


def test_a_cluster_that_is_not_there_comes_whole(laptops: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    ours, theirs = laptops
    operations.import_survey(theirs, sample("changsha"))
    come(ours, theirs)
    assert len(surveys.clusters(ours)) == 2
    new = surveys.clusters(ours)[1]
    assert surveys.load(ours, new.rounds[0].id) == sample("changsha").survey
    export_package(ours, new.id, tmp_path / "package.jizhen")
    with Workspace.open(tmp_path / "package.jizhen") as package:
        assert not come(ours, package).change.parts


def test_two_that_were_made_apart_are_not_taken_for_one(laptops: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    ours, theirs = laptops
    cluster = surveys.clusters(ours)[0].id
    operations.create_round(ours, cluster, "2026")
    operations.create_round(theirs, cluster, "2026")
    before = dump(ours)
    with pytest.raises(UserError, match="同名轮次“2026”"):
        come(ours, theirs)
    assert dump(ours) == before
    with Workspace.create(tmp_path / "other.jizhen") as other:
        operations.start_cluster(other, {"name_zh": "甲集群"}, "2024", None)
        with pytest.raises(UserError, match="同名集群"):
            come(ours, other)


def test_what_is_no_copy_is_refused_and_theirs_is_never_written_to(laptops: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    ours, theirs = laptops
    note(theirs, 0, "对方")
    held = theirs.path.read_bytes()
    come(ours, theirs)
    assert theirs.path.read_bytes() == held
    (tmp_path / "letter.jizhen").write_text("no workspace")
    with pytest.raises(UserError):
        open_colleague(tmp_path / "letter.jizhen")
    with pytest.raises(UserError):
        open_colleague(tmp_path / "none.jizhen")


def test_numbers_of_two_sessions_never_meet(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    made = [operations.add_row(ws, round_of(ws), "links", {"from": "甲", "to": "乙"}).row_id for ws in (ours, theirs)]
    assert made[0] != made[1]
    come(ours, theirs)
    assert set(made) == set(ids(ours, "links"))
    assert json.loads(to_json(made)) == made


def test_prefixes_rise_and_hardly_ever_meet() -> None:
    drawn = [0]
    for _ in range(200):
        drawn.append(real_prefix(drawn[-1]))
    assert drawn == sorted(set(drawn))
    assert drawn[-1] < 1 << (63 - BITS)
    assert len({real_prefix(0) for _ in range(200)}) > 150


def test_a_package_comes_back_with_what_was_filled_in_and_nothing_else(laptops: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    ours, theirs = laptops
    operations.import_survey(ours, survey_file(cluster={"name_zh": "不给的集群"}, institutions=[{"name": "秘密"}]))
    note(ours, 1, "发出前")
    note(theirs, 1, "对方")
    come(ours, theirs)
    assert len(conflicts(ours)) == 1
    export_package(ours, surveys.clusters(ours)[0].id, tmp_path / "package.jizhen")
    assert "秘密".encode() not in (tmp_path / "package.jizhen").read_bytes()
    with Workspace.open(tmp_path / "package.jizhen") as package:
        assert len(conflicts(package)) == 1
        note(package, 0, "带回来")
        operations.delete_rows(package, round_of(package), "institutions", [ids(package)[1]])
        result = come(ours, package)
    assert [each.label for each in result.conflicts if each.key[2] != "note"] == []
    rows = [row.note for _, row in surveys.rows(ours, round_of(ours), "institutions")]  # type: ignore[attr-defined]
    assert rows == ["带回来"]


def test_a_list_that_was_sent_out_and_read_in_again_meets_the_colleagues_changes(tmp_path: Path) -> None:
    one = make(tmp_path / "one.jizhen")
    two = copy_of(one, "two")
    with Workspace.open(one) as ws:  # the bureau has sorted the list and put a row before it
        operations.import_survey(ws, survey_file(institutions=[{"name": "新所"}, {"name": "二所"}, {"name": "一所"}]))
    with Workspace.open(two) as ws:
        operations.set_cells(ws, round_of(ws), "institutions", ids(ws)[0], {"note": "一所的注"})
    with Workspace.open(one) as ws, open_colleague(two) as other:
        merge(ws, other)
        told = [(row.name, row.note) for row in surveys.load(ws, round_of(ws)).institutions]
        assert told == [("新所", None), ("二所", None), ("一所", "一所的注")]
