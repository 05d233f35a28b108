"""Firms that two laptops have added: after the merge they are found, and joined into one row."""

from db import attachments, operations, surveys
from db.attachments import Owner
from db.browse import row_ids, rows_by_id
from db.twins import FIRMS, SHOWN, join_twins, twins
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from tests.db.helpers import dump, incoming


def started(workspace: Workspace, *firms: dict[str, Value]) -> tuple[int, list[int]]:
    """A round with these firms."""
    cluster = operations.create_cluster(workspace, {"name_zh": "集群"}).cluster_id
    round_id = operations.create_round(workspace, cluster or surveys.clusters(workspace)[0].id, "2026").round_id
    assert round_id is not None
    for firm in firms:
        operations.add_row(workspace, round_id, FIRMS, firm)
    return round_id, row_ids(workspace, round_id, FIRMS)


def test_joining_keeps_what_both_rows_hold(workspace: Workspace) -> None:
    round_id, (first, between, second) = started(
        workspace, {"name": "甲厂", "employees": 12}, {"name": "乙厂"}, {"name": "甲厂", "employees": 13, "revenue": 5.0}
    )
    operations.set_draft(workspace, round_id, FIRMS, second, "founded", "大约 98 年")
    operations.attach(workspace, round_id, Owner(FIRMS, first), [incoming("一.jpg", b"1")])
    operations.attach(workspace, round_id, Owner(FIRMS, second), [incoming("二.jpg", b"2")])
    before = dump(workspace)
    (found,), count = twins(workspace, round_id)
    assert (found.rows, found.places, count, found.alike) == ((first, second), (1, 3), 1, True)
    assert found.joined.differing == {"employees": [12, 13]}
    join_twins(workspace, round_id, [(found.rows, {"employees": 13})])
    assert row_ids(workspace, round_id, FIRMS) == [first, between]
    entry = rows_by_id(workspace, round_id, FIRMS, [first])[first]
    assert entry.answers == {"name": "甲厂", "employees": 13, "revenue": 5.0}
    assert entry.drafts == {"founded": "大约 98 年"}
    assert [file.name for file in attachments.attached(workspace, round_id, Owner(FIRMS, first))] == ["一.jpg", "二.jpg"]
    assert twins(workspace, round_id) == ([], 0)
    after = dump(workspace)
    for _ in range(2):
        operations.undo(workspace)
        assert dump(workspace) == before
        operations.redo(workspace)
        assert dump(workspace) == after


def test_co_operations_follow_the_name_that_is_kept(workspace: Workspace) -> None:
    code = "91430100717881418M"
    round_id, rows = started(workspace, {"name": "第一机械厂", "uscc": code}, {"name": "一机", "uscc": code})
    operations.add_row(workspace, round_id, "links", {"from": "一机", "to": "湖南大学", "kind": "joint-rd"})
    (found,), _ = twins(workspace, round_id)
    join_twins(workspace, round_id, [(found.rows, {"name": "第一机械厂"})])
    (link,) = surveys.load(workspace, round_id).links
    assert (link.from_, link.to) == ("第一机械厂", "湖南大学")
    assert row_ids(workspace, round_id, FIRMS) == [rows[0]]


def test_different_codes_speak_against_it(workspace: Workspace) -> None:
    round_id, _ = started(workspace, {"name": "甲厂", "uscc": "91430100717881418M"}, {"name": "甲厂", "uscc": "91430000712194165X"})
    (found,), _ = twins(workspace, round_id)
    assert not found.alike


def test_of_very_many_only_the_first_are_told(workspace: Workspace) -> None:
    firms: list[dict[str, Value]] = [{"name": f"企业{number % (SHOWN + 5)}"} for number in range(2 * (SHOWN + 5))]
    round_id, _ = started(workspace, *firms)
    found, count = twins(workspace, round_id)
    assert (len(found), count) == (SHOWN, SHOWN + 5)
    join_twins(workspace, round_id, [(each.rows, {}) for each in found])
    assert len(twins(workspace, round_id)[0]) == 5


def test_what_was_typed_in_both_rows_and_not_taken_stays(workspace: Workspace) -> None:
    round_id, (first, second, third) = started(workspace, {"name": "甲厂"}, {"name": "甲厂"}, {"name": "甲厂"})
    for row, text in ((first, "大约 98 年"), (second, "改制前后"), (third, "大约 98 年")):
        operations.set_draft(workspace, round_id, FIRMS, row, "founded", text)
    before = dump(workspace)
    (found,), _ = twins(workspace, round_id)
    join_twins(workspace, round_id, [(found.rows, {})])
    assert rows_by_id(workspace, round_id, FIRMS, [first])[first].drafts == {"founded": "大约 98 年 / 改制前后"}
    operations.undo(workspace)
    assert dump(workspace) == before
