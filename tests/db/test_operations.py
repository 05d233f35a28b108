"""Every operation does what it says, and taking it back restores the file's content."""

import typing
from collections.abc import Callable, Mapping

import pytest

from db import operations, surveys
from db.attachments import ROUND, Owner, all_attached, of_item
from db.compound import TypedRow
from db.operations import Change
from db.workspace import Workspace
from db.years import YearCell
from diagnosis.authored import Base, Remark
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.framework_files import load_framework
from diagnosis.survey import Enterprise, answers_of
from tests.db.helpers import dump, incoming, sample, survey_file

Use = Callable[[Workspace, int], Change]


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    """The round of a sample; there is another cluster, and something typed that is no answer."""
    other = operations.import_survey(workspace, sample("shaoxing")).round_id
    operations.add_row(workspace, other or 0, "links", {"from": "三一", "to": "湖南大学"})
    made = operations.import_survey(workspace, sample("changsha")).round_id
    assert made
    operations.set_draft(workspace, made, "enterprises", first(workspace, made), "revenue", "约三百")
    operations.set_draft(workspace, made, "round", None, "date", "去年冬天")
    operations.attach(
        workspace, made, Owner("enterprises", first(workspace, made)), [incoming("厂房.jpg", b"1"), incoming("设备.jpg", b"2")]
    )
    operations.write_text(workspace, made, "zh", "scale", "集群规模较大。", BASE)
    operations.leave_out(workspace, made, "zh", "firms", "企业结构", True)
    operations.set_remark(workspace, made, "zh", "scale", Remark("0", "张三", "2026-01-01T00:00:00+00:00", "这里再核"))
    return made


def change_text(workspace: Workspace, round_id: int) -> Change:
    return operations.write_text(workspace, round_id, "zh", "scale", "集群规模\ud83d很大。", BASE)


def ids(workspace: Workspace, round_id: int, part: str) -> list[int]:
    return [row_id for row_id, _ in surveys.rows(workspace, round_id, part)]


def first(workspace: Workspace, round_id: int, part: str = "enterprises") -> int:
    return ids(workspace, round_id, part)[0]


def other_round(workspace: Workspace, round_id: int) -> int:
    return next(one.id for entry in surveys.clusters(workspace) for one in entry.rounds if one.id != round_id)


def owner(workspace: Workspace, round_id: int) -> int:
    return next(entry.id for entry in surveys.clusters(workspace) if round_id in {one.id for one in entry.rounds})


def chain(workspace: Workspace, round_id: int) -> list[Value]:
    return [answers_of(row)["name"] for _, row in surveys.rows(workspace, round_id, "chain")]


def rated(workspace: Workspace, round_id: int) -> str:
    return str(answers_of(surveys.rows(workspace, round_id, "ratings")[0][1])["item"])


def file_ids(workspace: Workspace, round_id: int) -> list[int]:
    return [each.id for each in all_attached(workspace, round_id)]


BASE = Base("初稿", {"cr4": "61.0%"}, "规模与地位")
UNRATED = "labour-cost"  # an item of another type than the sample's
CHANGSHA: Mapping[str, object] = {"cluster": {"name_zh": "长沙市工程机械集群"}, "round": {"label": "2019"}}
# operation -> ways to use it
USES: dict[str, list[Use]] = {
    "create_cluster": [lambda ws, _: operations.create_cluster(ws, {"name_zh": "乙集群", "region": "330600"})],
    "delete_cluster": [lambda ws, r: operations.delete_cluster(ws, owner(ws, r))],
    "create_round": [lambda ws, r: operations.create_round(ws, owner(ws, r), "2022", "2022-12-31")],
    "delete_round": [operations.delete_round],
    "set_answer": [
        lambda ws, r: operations.set_answer(ws, r, "cluster", "region", "430000"),
        lambda ws, r: operations.set_answer(ws, r, "round", "surveyors", ("张三", "李四")),
        lambda ws, r: operations.set_answer(ws, r, "round", "date", "2019-12-01"),
        lambda ws, r: operations.set_answer(ws, r, "criteria", "value-chain", "mixed:basic/strategic"),
        lambda ws, r: operations.set_answer(ws, r, "criteria", "value-chain", None),
        lambda ws, r: operations.set_answer(ws, r, "services", "testing", False),
        lambda ws, r: operations.set_answer(ws, r, "features", "scale", 1),
        lambda ws, r: operations.set_answer(ws, r, "complete", "chain", True),
        lambda ws, r: operations.set_answer(ws, r, "classification_override", "reason", "实地看到的不同"),
    ],
    "add_row": [lambda ws, r: operations.add_row(ws, r, "enterprises", {"name": "新企业", "honours": (), "revenue": 1.5})],
    "set_cells": [
        lambda ws, r: operations.set_cells(ws, r, "enterprises", first(ws, r), {"employees": 3, "name": None}),
        lambda ws, r: operations.set_cells(ws, r, "enterprises", first(ws, r), {"revenue": 300}),
    ],
    "delete_rows": [
        lambda ws, r: operations.delete_rows(ws, r, "chain", ids(ws, r, "chain")[1:]),
        lambda ws, r: operations.delete_rows(ws, r, "enterprises", [first(ws, r)]),
    ],
    "move_row": [
        lambda ws, r: operations.move_row(ws, r, "chain", ids(ws, r, "chain")[-1], 1),
        lambda ws, r: operations.move_row(ws, r, "chain", first(ws, r, "chain"), 99),
    ],
    "set_draft": [
        lambda ws, r: operations.set_draft(ws, r, "chain", first(ws, r, "chain"), "importance", "很重要"),
        lambda ws, r: operations.set_draft(ws, r, "enterprises", first(ws, r), "revenue", "约四百"),
        lambda ws, r: operations.set_draft(ws, r, "enterprises", first(ws, r), "revenue", None),
    ],
    "set_typed": [
        lambda ws, r: operations.set_typed(ws, r, "enterprises", [TypedRow(None, {"name": "新企业", "revenue": "?"})]),
        lambda ws, r: operations.set_typed(ws, r, "enterprises", [TypedRow(first(ws, r), {"revenue": "300", "employees": "几十"})]),
    ],
    "set_years": [
        lambda ws, r: operations.set_years(ws, r, [YearCell("output", 1998, "12"), YearCell("cr4", 1998, "?"), YearCell("cr4", 1999, "1")]),
        lambda ws, r: operations.set_years(ws, r, [YearCell("output", 2019, "")]),
    ],
    "name_side": [lambda ws, r: operations.name_side(ws, other_round(ws, r), "三一", "三一重工")],
    "duplicate_rows": [lambda ws, r: operations.duplicate_rows(ws, r, "enterprises", ids(ws, r, "enterprises")[:2])],
    "attach": [
        lambda ws, r: operations.attach(ws, r, ROUND, [incoming("批复.pdf", b"%PDF-1.7"), incoming("名单.txt", b"1")]),
        lambda ws, r: operations.attach(ws, r, of_item(UNRATED), [incoming("照片.png", b"\x89PNG\r\n\x1a\n")]),
    ],
    "detach": [lambda ws, r: operations.detach(ws, r, file_ids(ws, r))],
    "set_caption": [lambda ws, r: operations.set_caption(ws, r, file_ids(ws, r)[0], "总装车间")],
    "rename": [lambda ws, r: operations.rename(ws, r, file_ids(ws, r)[0], "车间")],
    "shrink": [lambda ws, r: operations.shrink(ws, r, {file_ids(ws, r)[0]: incoming("厂房.jpg", b"0")})],
    "move_files": [
        lambda ws, r: operations.move_files(ws, r, file_ids(ws, r)[:1], ROUND),
        lambda ws, r: operations.move_files(ws, r, file_ids(ws, r)[1:], Owner("enterprises", first(ws, r)), 0),
    ],
    "place_rows": [
        lambda ws, r: operations.place_rows(ws, r, "chain", ids(ws, r, "chain")[:1], ("stage", "upstream"), 1),
        lambda ws, r: operations.place_rows(ws, r, "chain", ids(ws, r, "chain")[2:], ("stage", "downstream"), 0),
        lambda ws, r: operations.place_rows(ws, r, "chain", ids(ws, r, "chain")[1:3], ("stage", None), 9),
    ],
    "start_cluster": [lambda ws, _: operations.start_cluster(ws, {"name_zh": "乙集群"}, "2024", "2024-05-01")],
    "rate": [
        lambda ws, r: operations.rate(ws, r, UNRATED, {"score": 2}),
        lambda ws, r: operations.rate(ws, r, rated(ws, r), {"score": None, "evidence": "复核过"}),
    ],
    "draft_rating": [
        lambda ws, r: operations.draft_rating(ws, r, UNRATED, "evidence", "半\0个"),
        lambda ws, r: operations.draft_rating(ws, r, rated(ws, r), "score", "五分"),
    ],
    "write_text": [lambda ws, r: operations.write_text(ws, r, "zh", "gaps", "改过的文字", BASE), change_text],
    "take_texts": [
        lambda ws, r: operations.take_texts(ws, r, "zh", {"gaps": ("一", BASE, None), "type": ("二", BASE, "类型")}, {}, "甲.docx"),
        lambda ws, r: operations.take_texts(ws, r, "zh", {}, {"gaps": (Remark("1", "李四", "", "请核对"),)}, "甲.docx"),
    ],
    "keep_text": [lambda ws, r: operations.keep_text(ws, r, "zh", "scale", Base("新的初稿", {}, "规模与地位"))],
    "reset_section": [lambda ws, r: operations.reset_section(ws, r, "zh", "scale", "规模与地位")],
    "leave_out": [
        lambda ws, r: operations.leave_out(ws, r, "zh", "scale", "规模与地位", True),
        lambda ws, r: operations.leave_out(ws, r, "zh", "firms", "企业结构", False),
    ],
    "rename_section": [lambda ws, r: operations.rename_section(ws, r, "zh", "scale", "规模")],
    "order_sections": [lambda ws, r: operations.order_sections(ws, r, "zh", "overview", ("firms", "scale"), "企业结构")],
    "add_section": [lambda ws, r: operations.add_section(ws, r, "zh", "own-1", "overview", "沿革", ("own-1", "scale"))],
    "adopt_section": [lambda ws, r: operations.adopt_section(ws, r, "zh", "scale", "gaps", "规模", ("scale",))],
    "delete_section": [lambda ws, r: operations.delete_section(ws, r, "zh", "scale", "规模与地位")],
    "set_remark": [
        lambda ws, r: operations.set_remark(ws, r, "zh", "scale", Remark("1", "李四", "2026-01-01T00:00:00+00:00", "请核对")),
        lambda ws, r: operations.set_remark(ws, r, "zh", "scale", Remark("0", "张三", "2026-01-01T00:00:00+00:00", "")),
    ],
    "import_survey": [
        lambda ws, _: operations.import_survey(ws, sample("hydrogen")),
        lambda ws, _: operations.import_survey(ws, survey_file(**CHANGSHA, chain=[{"name": "泵"}], criteria={}, enterprises=[])),
    ],
}


def test_every_operation_has_an_undo_test() -> None:
    named = {name: getattr(operations, name) for name in operations.__all__}
    changing = {name for name, one in named.items() if typing.get_type_hints(one).get("return") is Change}
    assert changing == set(USES)


@pytest.mark.parametrize("use", [pytest.param(use, id=f"{name}-{at}") for name, uses in USES.items() for at, use in enumerate(uses)])
def test_undo_restores_and_redo_repeats(workspace: Workspace, round_id: int, use: Use) -> None:
    before = dump(workspace)
    change = use(workspace, round_id)
    after = dump(workspace)
    assert change.parts
    assert before != after
    for _ in range(2):
        assert operations.undo_name(workspace) == change.name
        undone = operations.undo(workspace)
        assert dump(workspace) == before
        assert operations.redo_name(workspace) == change.name
        redone = operations.redo(workspace)
        assert dump(workspace) == after
        for again in (undone, redone):
            assert again is not None
            assert (again.name, again.parts, again.row_id) == (change.name, change.parts, change.row_id)
            assert (again.cluster_id, again.round_id) == (change.cluster_id, change.round_id)
    assert operations.redo(workspace) is None


@pytest.mark.parametrize("use", [pytest.param(use, id=f"{name}-{at}") for name, uses in USES.items() for at, use in enumerate(uses)])
def test_an_operation_that_fails_half_way_changes_nothing(
    workspace: Workspace, round_id: int, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(workspace), workspace.rows("SELECT * FROM history")

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("db.recorder.remember", fail)
    with pytest.raises(RuntimeError):
        use(workspace, round_id)
    assert (dump(workspace), workspace.rows("SELECT * FROM history")) == before


def test_a_change_says_what_it_is_about(workspace: Workspace, round_id: int) -> None:
    change = operations.set_cells(workspace, round_id, "enterprises", first(workspace, round_id), {"revenue": 300})
    assert change.parts == {"enterprises"}
    assert (change.cluster_id, change.round_id, change.row_id) == (owner(workspace, round_id), round_id, first(workspace, round_id))
    assert change.name.zh == "修改“营业收入”"
    assert "Revenue" in change.name.en


def test_what_changes_nothing_is_not_recorded(workspace: Workspace, round_id: int) -> None:
    entries = workspace.rows("SELECT * FROM history")
    row_id = first(workspace, round_id, "chain")
    assert not operations.set_answer(workspace, round_id, "cluster", "region", "430100").parts
    assert not operations.set_answer(workspace, round_id, "services", "testing", None).parts
    assert not operations.set_cells(workspace, round_id, "chain", row_id, {"importance": 3}).parts
    assert not operations.move_row(workspace, round_id, "chain", row_id, 0).parts
    assert not operations.delete_rows(workspace, round_id, "chain", []).parts
    assert not operations.set_draft(workspace, round_id, "chain", row_id, "note", None).parts
    assert not operations.import_survey(workspace, sample("changsha")).parts
    assert workspace.rows("SELECT * FROM history") == entries


def test_rows_keep_their_order(workspace: Workspace, round_id: int) -> None:
    assert chain(workspace, round_id) == ["整机", "多路阀", "油缸", "泵"]
    operations.move_row(workspace, round_id, "chain", ids(workspace, round_id, "chain")[3], 0)
    assert chain(workspace, round_id) == ["泵", "整机", "多路阀", "油缸"]
    operations.move_row(workspace, round_id, "chain", ids(workspace, round_id, "chain")[0], 2)
    assert chain(workspace, round_id) == ["整机", "多路阀", "泵", "油缸"]
    operations.move_row(workspace, round_id, "chain", ids(workspace, round_id, "chain")[1], 50)
    assert chain(workspace, round_id) == ["整机", "泵", "油缸", "多路阀"]
    operations.add_row(workspace, round_id, "chain", {"name": "传感器"})
    assert chain(workspace, round_id)[-1] == "传感器"


def test_a_row_moves_where_no_room_is_left(workspace: Workspace, round_id: int) -> None:
    wanted = chain(workspace, round_id)
    for _ in range(50):  # between the same two rows again and again
        operations.move_row(workspace, round_id, "chain", ids(workspace, round_id, "chain")[3], 1)
        wanted.insert(1, wanted.pop(3))
        assert chain(workspace, round_id) == wanted


def test_a_valid_value_replaces_what_was_typed(workspace: Workspace, round_id: int) -> None:
    row_id = first(workspace, round_id)
    assert surveys.drafts(workspace, round_id) == {("enterprises", row_id, "revenue"): "约三百", ("round", None, "date"): "去年冬天"}
    operations.set_cells(workspace, round_id, "enterprises", row_id, {"revenue": None})  # what it was already
    operations.set_answer(workspace, round_id, "round", "date", "2019-12-31")
    assert surveys.drafts(workspace, round_id) == {}
    operations.undo(workspace)
    assert surveys.drafts(workspace, round_id) == {("round", None, "date"): "去年冬天"}


def test_what_was_typed_is_kept_however_broken(workspace: Workspace, round_id: int) -> None:
    for typed, kept in (("\ud83d\ude00", "\U0001f600"), ("半\ud83d个\0字", "半\ufffd个\0字"), ("", "")):
        operations.set_draft(workspace, round_id, "round", None, "date", typed)
        assert surveys.drafts(workspace, round_id)["round", None, "date"] == kept


def test_what_was_typed_about_a_cluster_goes_in_all_its_rounds(workspace: Workspace, round_id: int) -> None:
    later = operations.create_round(workspace, owner(workspace, round_id), "2022").round_id
    assert later
    operations.set_draft(workspace, round_id, "cluster", None, "region", "长沙")
    operations.set_answer(workspace, later, "cluster", "region", "430000")
    assert ("cluster", None, "region") not in surveys.drafts(workspace, round_id)


@pytest.mark.parametrize(
    ("use", "told"),
    [
        (lambda ws, r: operations.set_answer(ws, r, "features", "scale", 7), "应在 0 至 4 之间"),
        (lambda ws, r: operations.set_answer(ws, r, "cluster", "region", "长沙"), "“行政区划”应为六位"),
        (lambda ws, r: operations.set_cells(ws, r, "enterprises", first(ws, r), {"revenue": -1}), "“营业收入”不能为负数"),
        (lambda ws, r: operations.add_row(ws, r, "enterprises", {"role": "boss"}), "“boss”不在可选范围内"),
        (lambda ws, r: operations.add_row(ws, r, "ratings", {"item": "chain-leader"}), "第 10 行“缺少有带动力的链主企业”"),
        (lambda ws, r: operations.add_row(ws, r, "indicators", {"id": "firms", "year": 2020, "value": -4}), "“数值”不能为负数"),
        (lambda ws, r: operations.set_answer(ws, r, "cluster", "name_zh", "绍兴现代纺织集群"), "已有名为“绍兴现代纺织集群”的集群"),
        (lambda ws, _: operations.create_cluster(ws, {"name_en": " 绍兴现代纺织集群 "}), "已有名为"),
        (lambda ws, _: operations.create_cluster(ws, {"region": "430100"}), "至少填一个"),
        (lambda ws, r: operations.create_round(ws, owner(ws, r), " ２０１９"), "已有名为"),
        (lambda ws, r: operations.create_round(ws, owner(ws, r), " "), "需要名称"),
        (lambda ws, r: operations.create_round(ws, owner(ws, r), "2020", "昨天"), "“调研日期”应为日期"),
        (lambda ws, r: operations.set_answer(ws, r, "round", "label", None), "需要名称"),
        (lambda ws, r: operations.create_round(ws, 99, "2020"), "已被删除"),
        (lambda ws, _: operations.delete_round(ws, 99), "已被删除"),
        (lambda ws, _: operations.delete_cluster(ws, 99), "已被删除"),
        (lambda ws, _: operations.set_answer(ws, 99, "services", "testing", True), "已被删除"),
        (lambda ws, r: operations.set_cells(ws, r, "chain", 99, {"name": "泵"}), "已被删除"),
        (lambda ws, r: operations.delete_rows(ws, r, "chain", [first(ws, r, "chain"), 99]), "已被删除"),
        (lambda ws, r: operations.move_row(ws, r, "chain", 99, 0), "已被删除"),
        (lambda ws, r: operations.set_draft(ws, r, "chain", 99, "name", "?"), "已被删除"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(workspace: Workspace, round_id: int, use: Use, told: str) -> None:
    before = dump(workspace), workspace.rows("SELECT * FROM history")
    with pytest.raises(UserError) as refused:
        use(workspace, round_id)
    assert told in refused.value.to("zh")
    assert refused.value.to("en")
    assert (dump(workspace), workspace.rows("SELECT * FROM history")) == before


def test_a_question_that_is_not_asked_is_a_defect(workspace: Workspace, round_id: int) -> None:
    with pytest.raises(KeyError):
        operations.set_answer(workspace, round_id, "services", "catering", value=True)


def test_both_names_of_a_cluster_may_be_the_same(workspace: Workspace, round_id: int) -> None:
    operations.create_cluster(workspace, {"name_zh": "G60", "name_en": "G60"})
    assert operations.set_answer(workspace, round_id, "cluster", "name_en", "长沙市工程机械集群").parts
    operations.set_answer(workspace, round_id, "cluster", "name_zh", None)
    with pytest.raises(UserError, match="至少填一个"):
        operations.set_answer(workspace, round_id, "cluster", "name_en", None)


def test_a_new_round_takes_over_the_shares_and_changes_no_earlier_one(workspace: Workspace, round_id: int) -> None:
    earlier = surveys.load(workspace, round_id)
    later = operations.create_round(workspace, owner(workspace, round_id), "2022", "2022-12-31").round_id
    assert later
    assert surveys.load(workspace, later).fields == earlier.fields != ()
    operations.set_cells(workspace, later, "fields", first(workspace, later, "fields"), {"share": 0.5})
    operations.add_row(workspace, later, "enterprises", {"name": "新企业"})
    assert surveys.load(workspace, round_id) == earlier
    assert surveys.load(workspace, later).enterprises == (Enterprise(name="新企业"),)


def test_a_round_remembers_the_framework_it_was_worked_on_with(
    workspace: Workspace, round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def known() -> tuple[str, str]:
        return {one.id: one for entry in surveys.clusters(workspace) for one in entry.rounds}[round_id].framework

    framework = load_framework()
    assert known() == (framework.id, framework.version)

    class Newer:
        id, version = framework.id, "99"

    monkeypatch.setattr("db.recorder.load_framework", Newer)
    change = operations.set_answer(workspace, round_id, "services", "testing", value=True)
    assert change.parts == {"services"}
    assert known() == (framework.id, "99")
    operations.undo(workspace)
    assert known() == (framework.id, framework.version)
