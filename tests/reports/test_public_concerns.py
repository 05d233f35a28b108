"""What a public edition leaves to a reader's eye, and what a template or an older round would have told."""

from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from diagnosis.authored import Authored, Base, Section
from diagnosis.diagnose import diagnose
from diagnosis.findings import Finding
from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from diagnosis.survey import Survey
from reports.options import Options
from reports.public import concerns
from reports.template import own
from tests.reports.made_up import Data, blank, diagnosis_of, masks, written
from tests.reports.test_public import contents
from tests.surveys import file_data, read

LIGHT = ("keywords", "comments", "category", "content_status")


def found(sections: Mapping[str, Section], survey: Survey, *rounds: Survey) -> dict[str, list[Finding]]:
    made: dict[str, list[Finding]] = {}
    for each in outcome(concerns(diagnose(survey, load_framework()), Authored("zh", sections), rounds)):
        made.setdefault(each.code, []).append(each)
    return made


def firms(*names: str) -> Survey:
    return read(file_data(enterprises=[{"name": name} for name in names]))


def test_every_section_written_by_hand_is_named_and_led_to() -> None:
    sections = {
        "scale": Section(text="产值领先。", base=Base(title="规模与地位")),
        "own-1": Section(text="**两**家企业占九成。", title="专题"),
        "firms": Section(text="没有写出来。", left_out=True),
        "chain": Section(title="只改了标题"),
    }
    told = found(sections, firms())
    assert [each.text.zh.split("，")[0] for each in told["public-authored"]] == [
        "公开版：“规模与地位”为自行撰写",
        "公开版：“专题”为自行撰写",
    ]
    assert [(each.place.step, each.place.part, each.place.field) for each in told["public-authored"]] == [
        ("report", "authored", "zh.scale.text"),
        ("report", "authored", "zh.own-1.text"),
    ]
    (few,) = told["public-few"]
    assert "“两家”" in few.text.zh
    assert few.place == told["public-authored"][1].place


def test_of_a_summary_only_what_it_prints_is_told() -> None:
    sections = {"summary": Section(text="一家企业占九成。", base=Base(title="摘要")), "scale": Section(text="两家企业。")}
    work = concerns(diagnose(firms(), load_framework()), Authored("zh", sections), (), "summary")
    told = [(each.code, each.place.field) for each in outcome(work)]
    assert told == [("public-authored", "zh.summary.text"), ("public-few", "zh.summary.text")]


@pytest.mark.parametrize(
    ("text", "few"),
    [("有2家停产", True), ("有 12 家停产", False), ("第二家", False), ("十二家", False), ("Two firms left", True), ("两家庭", False)],
)
def test_a_figure_of_one_firm_or_two_is_told(text: str, few: bool) -> None:
    assert ("public-few" in found({"scale": Section(text=text)}, firms())) is few


def test_a_short_name_that_is_not_masked_is_told_in_texts_and_evidence() -> None:
    """Two characters that are a word as well; what the masks take is no concern, and each is told with the words around it."""
    data = file_data(
        enterprises=[{"name": "长沙飞沃科技有限公司"}, {"name": "湖南天元精密机械有限公司"}, {"name": "Neuro-Link (Hefei) Ltd."}],
        ratings=[{"item": "homogenisation", "score": 1, "evidence": "飞沃与天元反映断供，天元精密已停产"}],
    )
    told = found({"scale": Section(text="飞沃领先，长沙飞沃科技有限公司也是；Neuro-Link在飞沃中学旁。")}, read(data))
    assert [(each.place.part, each.place.row) for each in told["public-short"]] == [("authored", None), ("ratings", 0)]
    text, evidence = (each.text.zh for each in told["public-short"])
    assert "“Neuro-Link、飞沃”（…先，企业A也是；Neuro-Link在飞沃中学旁。；" in text
    assert "“天元”（企业A与天元反映断供，企业B…）" in evidence


@pytest.mark.parametrize("called", ["陈总", "陈工", "陈经理", "陈博士", "陈工程师", "欧阳主任"])
@pytest.mark.parametrize("field", ["evidence", "source", "name"])
def test_a_person_called_by_the_surname_is_told_wherever_the_edition_prints_it(called: str, field: str) -> None:
    people = [{"organisation": "华脑", "person": "陈硕"}, {"organisation": "华脑", "person": "欧阳明"}]
    parts: dict[str, Data] = {
        "evidence": {"ratings": [{"item": "homogenisation", "score": 1, "evidence": f"华脑的{called}说各做各的"}]},
        "source": {"indicators": [{"id": "output", "year": 2024, "value": 1, "source": f"华脑的{called}说各做各的"}]},
        "name": {"technologies": [{"name": f"华脑的{called}说各做各的"}]},
    }
    (told,) = found({}, read(file_data(enterprises=[{"name": "华脑"}], interviews=people, **parts[field])))["public-person"]
    assert f"“{called}”（企业A的{called}说各做各的）" in told.text.zh
    assert (told.place.row, told.place.field) == (0, field)


@pytest.mark.parametrize("text", ["陈总量偏高", "总经理", "王总说", "陈硕说", "陈工业区"])
def test_what_is_no_person_of_that_name_is_not_told(text: str) -> None:
    data = file_data(interviews=[{"person": "陈硕"}], ratings=[{"item": "homogenisation", "score": 1, "evidence": text}])
    assert "public-person" not in found({}, read(data))


def test_a_firm_whose_name_is_a_word_of_the_report_is_told_and_masked_where_it_is_a_firm() -> None:
    survey = firms("零部件", "甲乙丙丁公司")
    (told,) = found({}, survey)["public-ordinary"]
    assert "“零部件”" in told.text.zh
    assert told.severity == "note"
    assert masks(survey).text("零部件公司供应零部件") == "企业A供应零部件"


def test_a_firm_of_another_round_is_masked_as_well(tmp_path: Path) -> None:
    """It may stand in a text although it is on the roster no more; the firms of today keep their letters."""
    older = firms("浏阳消失重机有限公司")
    authored = Authored("zh", {"scale": Section(text="浏阳消失重机有限公司（消失重机）已停产。")})
    options = Options(public=True, authored=authored, rounds=(older,))
    path = written(diagnosis_of("rich"), tmp_path, options=options)
    words = dict(contents(path))["word/document.xml"].decode()
    assert "消失重机" not in words
    assert "已停产" in words


@pytest.mark.parametrize("public", [True, False])
def test_what_a_template_tells_of_its_office_is_not_handed_on(tmp_path: Path, *, public: bool) -> None:
    template = tmp_path / "office.docx"
    _with_properties(template)
    path = tmp_path / "out.docx"
    from reports.report import build

    for _ in build(diagnosis_of("empty"), path, "zh", template=template, draw=blank, options=Options(public=public)):
        pass
    files = dict(contents(path))
    told = b"".join(files.values())
    assert [word for word in ("某某局印制", "赵主任", "密件编号", "内部关键词") if word.encode() in told] == (
        [] if public else ["某某局印制", "赵主任", "密件编号", "内部关键词"]
    )
    assert ("docProps/custom.xml" in files) is not public
    assert docx.Document(str(path)).core_properties.title


def _with_properties(path: Path) -> None:
    from docx.opc.constants import CONTENT_TYPE as CT
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = docx.Document(str(own("zh")))
    for name in LIGHT:
        setattr(document.core_properties, name, "内部关键词")
    package = document.part.package
    schema, types = "http://schemas.openxmlformats.org/officeDocument/2006", "docPropsVTypes"
    extended = f'<Properties xmlns="{schema}/extended-properties"><Company>某某局印制</Company><Manager>赵主任</Manager></Properties>'
    custom = (
        f'<Properties xmlns="{schema}/custom-properties" xmlns:vt="{schema}/{types}"><property '
        f'fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="编号"><vt:lpwstr>密件编号</vt:lpwstr></property></Properties>'
    )
    for key, relation in list(package.rels.items()):
        if relation.reltype == RT.EXTENDED_PROPERTIES:
            del package.rels[key]
    for name, kind, content, relation_type in (
        ("app", CT.OFC_EXTENDED_PROPERTIES, extended, RT.EXTENDED_PROPERTIES),
        ("custom", CT.OFC_CUSTOM_PROPERTIES, custom, RT.CUSTOM_PROPERTIES),
    ):
        package.relate_to(Part(PackURI(f"/docProps/{name}.xml"), kind, content.encode(), package), relation_type)
    document.save(str(path))
