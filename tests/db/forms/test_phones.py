"""The form for phones, which pyxform takes, and submissions that are not as they should be."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyxform.utils import default_is_dynamic  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from db import browse
from db.forms.phone_form import _as_said, write_phone_form
from db.forms.phone_names import parts
from db.forms.reading import Meant
from db.surveys import load
from db.workspace import Workspace
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from diagnosis.returns.telling import told_rows
from diagnosis.roster.names import plain
from diagnosis.survey import Enterprise, Interview, Rating, Round, Survey
from diagnosis.text import Lang
from tests.db.forms.collecting import planned, read_files, take
from tests.db.phones import CENTRAL, KOBO, KOBO_SPLIT, Form, form, tables, write_csvs, write_xlsx, write_zip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """The form."""
    return form(tmp_path_factory.mktemp("form"))


@given(st.text("2年A长 -+*/()[]{}|$.modiv'\"=,:（", max_size=12))
@example("2024 - 2025")
@example("长沙(二期)")
@example("一期+二期")
@example("${start}")
@example("a div b")
def test_a_name_is_no_formula_and_the_same_name_when_it_comes_back(name: str) -> None:
    assert not default_is_dynamic(_as_said(name), "text")
    assert "${" not in _as_said(name)
    assert plain(_as_said(name)) == plain(name)


def test_a_round_whose_name_reads_like_a_sum_is_itself_in_every_submission(tmp_path: Path) -> None:
    write_phone_form(tmp_path / "f.xlsx", "zh", "长沙(二期)", "2024 - 2025")
    found = convert(tmp_path / "f.xlsx")
    assert "<round_label>2024 － 2025</round_label>" in found.xform
    assert "<cluster_name>长沙（二期）</cluster_name>" in found.xform
    meant = Meant(frozenset({"长沙(二期)"}), "2024 - 2025", "长沙(二期)")
    assert meant.is_cluster("长沙（二期）")
    assert plain("2024 － 2025") == plain(meant.label)


VISIT = Survey(enterprises=(Enterprise(name="长沙甲机械厂", revenue=5.0, honours=("hnte", "listed")),), round=Round(note="好"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pyxform_takes_the_form_without_a_word(tmp_path: Path, lang: Lang) -> None:
    write_phone_form(tmp_path / "f.xlsx", lang, "甲集群", "2024")
    found = convert(tmp_path / "f.xlsx")
    assert found.warnings == []
    assert '<translation lang="中文 (zh)"' in found.xform
    assert '<translation lang="English (en)"' in found.xform
    assert "甲集群" in found.xform


def test_every_question_is_asked_once(made: Form) -> None:
    asked = {section["name"]: section for section in made.children if section["name"] in questionnaire().parts}
    assert set(asked) == set(questionnaire().parts) - {"classification_override"}
    for name, section in asked.items():
        part, questions = parts()[name]
        assert (section["type"] == "repeat") == (part.kind == "list")
        names = [each["name"] for each in section["children"]]
        levels = 2 * sum(question.kind == "region" for question in questions)
        assert len(names) == len(set(names)) == len(questions) + levels


def test_what_the_form_refuses_and_when_it_asks(tmp_path: Path) -> None:
    write_phone_form(tmp_path / "f.xlsx")
    xform = convert(tmp_path / "f.xlsx").xform
    for rule in (
        'constraint=". &gt;= 1 and . &lt;= 9"',
        'constraint=". &gt;= 1900 and . &lt;= 2100"',
        "relevant=\" ../score  = 'na'\"",
        "selected(. , 'none')",
        'jr:itext(\'/data/enterprises/name:jr:requiredMsg\')" required="true()"',
    ):
        assert rule.replace(" ", "") in xform.replace(" ", ""), rule


# ---- what comes back


def read_one(workspace: Workspace, round_id: int, path: Path) -> Survey:
    read_files(workspace, round_id, [path])
    return load(workspace, round_id)


def test_choices_in_columns_of_their_own(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    firms = (Enterprise(name="第一机械厂", honours=()), Enterprise(name="第二机械厂", honours=("srdi",)), Enterprise(name="第三机械厂"))
    found = read_one(workspace, round_id, write_xlsx(tmp_path / "k.xlsx", tables(made, [Survey(enterprises=firms)], KOBO_SPLIT)))
    assert [firm.honours for firm in found.enterprises] == [(), ("srdi",), None]


def test_headers_and_choices_by_their_labels(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    found = tables(made, [VISIT], KOBO)
    labels = {f"enterprises/{question.id}": question.label.zh for question in questionnaire().parts["enterprises"].questions}
    rows = [
        {labels.get(head, head): cell.replace("hnte", "高新技术企业").replace(" ", "、") for head, cell in row.items()}
        for row in found["enterprises"]
    ]
    survey = read_one(workspace, round_id, write_xlsx(tmp_path / "k.xlsx", {"": found[""], "企业": rows}))
    assert [(firm.name, firm.revenue, firm.honours) for firm in survey.enterprises] == [("长沙甲机械厂", 5.0, ("hnte", "listed"))]


def _labelled(cell: str) -> str:
    return cell.replace("hnte", "高新技术企业").replace(" ", "、")


def test_what_cannot_be_read_is_told_by_its_cell_and_stays(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    found = tables(made, [VISIT], CENTRAL)
    found["enterprises"][0] |= {"enterprises-revenue": "不少", "enterprises-honours": "hnte nobel"}
    found[""][0]["round-date"] = "昨天"
    path = write_xlsx(tmp_path / "k.xlsx", found)
    lines = "\n".join(line.zh for line in told_rows(planned(workspace, round_id, take(workspace, round_id, [path]))))
    assert "enterprises!I2" in lines
    assert "不少" in lines
    assert "产业集群调研!" in lines
    read_files(workspace, round_id, [path])
    (row_id,) = browse.row_ids(workspace, round_id, "enterprises")
    kept = browse.rows_by_id(workspace, round_id, "enterprises", [row_id])[row_id].drafts
    assert kept == {"revenue": "不少", "honours": "hnte nobel"}
    assert browse.record(workspace, round_id, "round").drafts == {"date": "昨天"}


def refused(workspace: Workspace, round_id: int, *paths: Path) -> list[str]:
    return [error.code for error in take(workspace, round_id, list(paths)).refused]


def test_a_submission_for_another_cluster_or_round_is_told(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    found = tables(made, [VISIT] * 4, KOBO)
    about = [
        ("visit/cluster_name", "乙集群"),
        ("visit/round_label", "二"),
        ("visit/cluster_name", "Ｃluster A"),
        ("visit/cluster_name", "甲集群"),
    ]
    for row, (head, said) in zip(found[""], about, strict=True):
        row[head] = said
    taken = take(workspace, round_id, [write_xlsx(tmp_path / "k.xlsx", found)])
    assert [error.code for error in taken.refused] == ["returns-cluster", "returns-round"]
    assert len(taken.returns) == 2


def test_a_submission_that_was_rejected_or_stands_twice(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    found = tables(made, [VISIT, VISIT, VISIT], KOBO)
    found[""][0]["ReviewState"] = "rejected"
    found[""][1]["_validation_status"] = "Not Approved"
    found[""].append(found[""][2])
    assert refused(workspace, round_id, write_xlsx(tmp_path / "k.xlsx", found)) == ["returns-rejected", "returns-rejected", "phone-twice"]


def test_a_submission_in_two_exports_is_read_once(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    paths = [write_xlsx(tmp_path / "k.xlsx", tables(made, [VISIT], KOBO)), write_zip(tmp_path / "k.zip", tables(made, [VISIT], CENTRAL))]
    taken = take(workspace, round_id, paths)
    assert (len(taken.returns), [error.code for error in taken.refused]) == (1, ["phone-twice"])


def test_a_second_rating_of_an_item_differs_from_the_first(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    item = next(iter(load_framework().items))
    visit = Survey(ratings=(Rating(item=item, score=1), Rating(item=item, score=3, evidence="访谈")))
    path = write_xlsx(tmp_path / "k.xlsx", tables(made, [visit], KOBO))
    lines = [line.zh for line in told_rows(planned(workspace, round_id, take(workspace, round_id, [path])))]
    assert "保留原有“1”" in lines[-1]
    assert read_one(workspace, round_id, path).ratings == (Rating(item=item, score=1, evidence="访谈"),)


def without(name: str) -> Callable[[dict[str, list[dict[str, str]]]], dict[str, list[dict[str, str]]]]:
    return lambda found: {key: rows for key, rows in found.items() if key != name}


def test_repeats_without_their_submissions_are_told(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    found = tables(made, [VISIT], CENTRAL)
    assert refused(workspace, round_id, write_xlsx(tmp_path / "k.xlsx", without("")(found))) == ["phone-main"]
    found["enterprises"][0]["PARENT_KEY"] = "uuid:gone"
    assert refused(workspace, round_id, write_zip(tmp_path / "k.zip", found)) == ["phone-orphan"]


def test_tables_in_files_of_their_own_find_each_other(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    for start, folder, name in ((1, "一", "甲"), (2, "二", "乙")):
        firms, talks = (Enterprise(name=f"{name}机械厂"),), (Interview(organisation=name, notes="一\n二"),)
        write_csvs(tmp_path / folder, tables(made, [Survey(enterprises=firms, interviews=talks)], KOBO, start))
    read_files(workspace, round_id, [tmp_path / "一", tmp_path / "二"])
    survey = load(workspace, round_id)
    assert [firm.name for firm in survey.enterprises] == ["甲机械厂", "乙机械厂"]
    assert [(row.organisation, row.notes) for row in survey.interviews] == [("甲", "一\n二"), ("乙", "一\n二")]


def test_an_edited_submission_differs_and_waits_for_a_decision(workspace: Workspace, round_id: int, made: Form, tmp_path: Path) -> None:
    read_files(workspace, round_id, [write_xlsx(tmp_path / "a.xlsx", tables(made, [VISIT], KOBO))])
    edited = replace(VISIT, enterprises=(replace(VISIT.enterprises[0], revenue=6.0, employees=3),), round=Round(note="更好"))
    path = write_xlsx(tmp_path / "b.xlsx", tables(made, [edited], KOBO))
    read_files(workspace, round_id, [path])
    survey = load(workspace, round_id)
    assert ([(firm.revenue, firm.employees) for firm in survey.enterprises], survey.round.note) == ([(5.0, 3)], "好")
    read_files(workspace, round_id, [path], conflicts="theirs")
    survey = load(workspace, round_id)
    assert ([(firm.revenue, firm.employees) for firm in survey.enterprises], survey.round.note) == ([(6.0, 3)], "更好")


def test_an_export_with_labels_names_its_cluster(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    """Without that, a submission about another cluster would be read into this one."""
    main = [{"本次填写/集群名称": "乙集群", "本次填写/轮次": "2024", "公共服务/检验检测": "是", "_index": "1", "_uuid": "a-1"}]
    taken = take(workspace, round_id, [write_xlsx(tmp_path / "k.xlsx", {"": main})])
    assert [error.code for error in taken.refused] == ["returns-cluster"]


def test_labels_between_spaces_are_told_apart(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    """As KoboToolbox writes several choices, with labels that hold spaces themselves or begin as others do."""
    about = {"_index": "1", "_uuid": "a-1", "公共服务/检验检测": "是", "判定标准/市场与发展阶段": "关键战略产业集群 前沿技术产业集群"}
    firms = [
        {"Name": "Firm one", "Honours": "High-tech enterprise Listed", "_parent_index": "1"},
        {"Name": "乙厂", "Honours": "专精特新“小巨人” 专精特新", "_parent_index": "1"},
    ]
    change = read_files(workspace, round_id, [write_xlsx(tmp_path / "k.xlsx", {"": [about], "企业": firms})])
    found = load(workspace, change.round_id or round_id)
    assert [firm.honours for firm in found.enterprises[-2:]] == [("hnte", "listed"), ("little-giant", "srdi")]
    assert found.criteria["market-stage"] == "mixed:strategic/frontier"
