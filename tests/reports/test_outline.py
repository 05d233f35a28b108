"""What the report says: every chapter for every kind of survey, in both languages, with nothing empty and nothing invented."""

import itertools
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.survey import Attachment, Rating
from diagnosis.text import LANGS, Lang
from reports.blocks import Figure, Heading, Item, Paragraph, Ref, Report, Table, inlines
from reports.context import Context
from reports.numbering import number
from reports.outline import outline
from reports.text_width import ems, longest_word
from tests.reports.made_up import GOLDEN, SURVEYS, as_json, diagnosis_of, report_of, said, structure, texts
from tests.strategies import survey_data
from tests.surveys import file_data, read

HAN = re.compile("[\u3400-\u9fff]")
# words that no text of a report may hold: values that were never filled in, and marks of a template
UNFILLED = re.compile(r"\bNone\b(?! of)|\bnan\b|\binf\b|[{}]|<built-in|object at 0x|\b(?:True|False)\b")
# A mark of English between two Chinese characters.
HALF_WIDTH = re.compile("[\u3400-\u9fff][,;:?!][\u3400-\u9fff]")


def check(report: Report) -> None:
    """What must hold of any report."""
    numbers = number(report.blocks, report.lang)
    keys = [block.key for block in report.blocks if isinstance(block, Heading | Table | Figure) and block.key]
    assert len(keys) == len(set(keys))
    for block in report.blocks:
        for text in texts(block):
            assert not UNFILLED.search(text), text
            for part in inlines(text):
                assert not isinstance(part, Ref) or part.key in numbers.labels, part
        if isinstance(block, Table):
            assert block.rows, block.title
            assert all(len(row) == len(block.columns) for row in block.rows)
            assert all(cell.strip() for row in block.rows for cell in row), block.title
        elif isinstance(block, Paragraph | Item | Heading):
            assert block.text.strip()
        elif isinstance(block, Figure):
            assert re.search(r"\d", block.alt)
            assert block.note


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SURVEYS)
def test_nothing_is_empty_unfilled_or_dangling(name: str, lang: Lang) -> None:
    check(report_of(name, lang))


@settings(max_examples=20)
@given(survey_data())
def test_any_survey_makes_a_report_in_both_languages(data: dict[str, object]) -> None:
    diagnosis = diagnose(read(data), load_framework())
    for lang in LANGS:
        report = outline(diagnosis, lang)
        numbers = number(report.blocks, lang)
        for block in report.blocks:
            if isinstance(block, Table):
                assert block.rows
                assert all(len(row) == len(block.columns) for row in block.rows)
            for text in texts(block):
                assert all(part.key in numbers.labels for part in inlines(text) if isinstance(part, Ref))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["changsha", "empty", "rich"])
def test_the_outline_is_the_agreed_one(name: str, lang: Lang) -> None:
    """Every heading with its number, every table and figure: compared with the file beside this test."""
    path = GOLDEN / f"{name}-{lang}.json"
    assert structure(report_of(name, lang)) == json.loads(path.read_text(encoding="utf-8")), "see tests/reports/write_golden.py"


def test_the_english_report_holds_no_chinese_of_ours() -> None:
    """Whatever Chinese stands in the English edition was typed by somebody."""
    data = SURVEYS["rich"]()
    given_text = as_json(data)
    for line in said(report_of("rich", "en")).split("\n"):
        for found in re.findall("[\u3400-\u9fff]{2,}", line):
            assert found in given_text or any(found in word for word in given_text.split("\\n")), line
    assert not HAN.search(said(outline(diagnose(read(file_data(cluster={"name_en": "A"})), load_framework()), "en")).replace("甲集群", ""))


@pytest.mark.parametrize("name", SURVEYS)
def test_the_chinese_report_is_punctuated_in_chinese(name: str) -> None:
    typed = as_json(SURVEYS[name]())
    for line in said(report_of(name, "zh")).split("\n"):
        for found in HALF_WIDTH.findall(line):
            assert found in typed, line


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["rich", "rich-basic", "rich-frontier", "shaoxing"])
def test_no_two_items_in_a_row_read_alike(name: str, lang: Lang) -> None:
    """With names, numbers and quotations taken out, neighbours of a list are never the same sentence."""
    blocks = [block for block in report_of(name, lang).blocks if isinstance(block, Item)]
    for first, second in itertools.pairwise(blocks):
        if first.list == second.list and first.list in {"gaps-3", "gaps-2", "gaps-1", "actions", "practices"}:
            assert opening(first.text) != opening(second.text)


def opening(text: str) -> str:
    """How an item goes on after its bold lead, without its facts."""
    after = text.split("\x04", 1)[1]
    return re.sub(r"“[^”]*”|\d[\d.,%—–-]*", "", after)[:24]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SURVEYS)
def test_quotations_inside_quotations_are_single(name: str, lang: Lang) -> None:
    for line in said(report_of(name, lang)).split("\n"):
        assert not re.search("“[^”]*“", line), line


@pytest.mark.parametrize("lang", LANGS)
def test_names_that_end_in_figures_do_not_run_into_numbers(lang: Lang) -> None:
    names = [f"{stem}{number}" for number in (7, 33, 110) for stem in ("高校", "工艺", "环节")]
    data = file_data(
        institutions=[{"name": name, "kind": "university"} for name in names[::3]],
        technologies=[{"name": name, "trl": number} for number, name in enumerate(names[1::3], 2)],
        chain=[{"stage": "upstream", "name": name, "kind": "parts", "control": "self"} for name in names[2::3]],
        links=[{"from": a, "to": b, "kind": "supply"} for a in names[:3] for b in names if a != b],
        platforms=[{"name": f"平台{n}", "level": "national", "topic": "方向7"} for n in range(2)],
    )
    found = said(outline(diagnose(read(data), load_framework()), lang))
    assert all(name in found for name in names)
    assert not re.search(rf"(?:{'|'.join([*names, '方向7'])}) ?\d", found)


def test_what_a_computed_value_rests_on() -> None:
    chain = [{"stage": "upstream", "name": f"甲{n}", "kind": "parts" if n < 6 else "software", "control": "self"} for n in range(18)]
    output = [{"id": "output", "year": year, "value": year - 2000, "source": "统计"} for year in range(2020, 2024)]
    fields = [{"id": field, "share": 0.2} for field in ("digital-security", "integrated-circuits")]
    data = file_data(chain=chain, indicators=output, fields=fields)
    found = said(outline(diagnose(read(data), load_framework()), "zh"))
    assert "据应计的6个环节计算" in found
    assert "据4个年份的数据计算" in found
    assert "据填报的2项占比计算" in found


def test_a_norm_that_is_met_does_not_hide_what_the_checklist_asks() -> None:
    """High-value products: the norm is 30 %, the checklist of a frontier type asks for 40 %."""
    found = load_framework().items["high-end-products"]
    kind = next(iter(found.types))
    data = file_data(
        criteria={"market-stage": kind, "capacity": kind},
        indicators=[{"id": "high-value-share", "year": 2023, "value": 33.0, "source": "统计"}],
    )
    text = said(outline(diagnose(read(data), load_framework()), "zh"))
    assert "33.0%" in text
    assert "参考值30.0%已经达到，但清单对这一类型集群的要求更高" in text or "不低于参考值30.0%，而本类型清单要求更高" in text


def test_the_others_at_nothing_are_not_called_second() -> None:
    data = file_data(criteria={"market-stage": "basic", "capacity": "basic"})
    text = said(outline(diagnose(read(data), load_framework()), "zh"))
    assert "其余两类得分均为0" in text
    assert "第二位" not in text.split("（一）")[0].split("权重")[0]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SURVEYS)
def test_no_column_tears_a_value_or_a_word(name: str, lang: Lang) -> None:
    """Every column has room for its numbers, and for the longest word of its head, where the page has it."""
    for block in report_of(name, lang).blocks:
        if not isinstance(block, Table) or block.dense:
            continue
        assert sum(column.width for column in block.columns) < {"zh": 61.5, "en": 83.0}[lang], block.title
        for place, column in enumerate(block.columns):
            room = column.width - 0.8
            words = max(longest_word(line, chinese=lang == "zh", sans=lang == "en") for line in column.head.split("\n"))
            assert words <= room, (block.title, column.head)
            if column.align == "right":
                widest = max(ems(row[place], chinese=lang == "zh", sans=lang == "en") for row in block.rows)
                assert min(widest, 9.5) <= room, (block.title, column.head)


def test_counts_in_english_stand_beside_their_names_without_a_unit() -> None:
    data = file_data(
        indicators=[
            {"id": key, "year": 2023, "value": 1, "source": "s"} for key in ("firms", "pilot-platforms", "national-platforms", "output")
        ]
    )
    text = said(outline(diagnose(read(data), load_framework()), "en"))
    assert "firms (1)" in text
    assert "pilot platforms (1, norm 1)" in text
    assert "output (100 million yuan)" in text


def test_a_service_is_called_one_once() -> None:
    found = said(report_of("rich", "zh"))
    assert "融资服务本地不具备" in found
    assert "检验检测服务" in found
    assert "服务服务" not in found


def test_frames_take_turns() -> None:
    context = Context(diagnosis_of("changsha"), "zh")
    facts = {"rating": 1, "scale": "薄弱", "who": "", "evidence": "“证据”"}
    frames = [context.turn("gap.rated", position, **facts) for position in range(7)]
    assert len(set(frames[:6])) == 6
    assert frames[6] == frames[0]


class TestWithoutAType:
    def test_it_says_what_to_ask_first(self) -> None:
        text = said(report_of("typeless", "zh"))
        assert "类型尚不能判定" in text
        assert "应先查明以下事项" in text

    @pytest.mark.parametrize("name", ["typeless", "empty"])
    def test_it_claims_no_gaps_and_no_paths(self, name: str) -> None:
        report = report_of(name, "zh")
        assert not any(isinstance(block, Item) and block.list.startswith(("gaps", "actions")) for block in report.blocks)
        assert {"table-actions", "figure-heat-map", "figure-roadmap"}.isdisjoint(getattr(block, "key", "") for block in report.blocks)

    def test_what_is_known_is_still_told(self) -> None:
        keys = {getattr(block, "key", "") for block in report_of("typeless", "en").blocks}
        assert {"table-scale", "figure-chain-map", "figure-network", "table-innovation", "table-data-enterprises"} <= keys


class TestWhatIsUncertain:
    def test_an_override_stands_beside_the_computed_type_with_its_reason(self) -> None:
        text = said(report_of("override", "zh"))
        assert "判定为关键战略产业集群" in text
        assert "改判为前沿技术产业集群" in text
        assert "市政府已按前沿技术产业布局。" * 11 in text

    def test_fields_and_stage_are_both_told_when_they_disagree(self) -> None:
        diagnosis = diagnosis_of("contested")
        assert diagnosis.classification.fields_disagree
        text = said(report_of("contested", "zh"))
        assert "领域（以数字安防为主）指向关键战略产业集群，七项阶段标准合起来指向基础产业集群" in text
        assert "答复不足一半，本判定为暂定。" in text

    def test_a_conflict_gives_both_sides_and_says_which_counts(self) -> None:
        diagnosis = diagnosis_of("rich")
        assert diagnosis.conflicts
        text = said(report_of("rich", "zh"))
        assert "相差两级以上" in text
        assert f"评分与数据相差两级以上的有{len(diagnosis.conflicts)}项" in text

    def test_an_entered_value_that_differs_is_told_with_the_computed_one(self) -> None:
        figure = diagnosis_of("rich").figures["rd-intensity"]
        assert figure.differs
        assert "“研发投入强度”填报值为4.85%，由清单计算为" in said(report_of("rich", "zh"))

    def test_a_figure_that_may_not_speak_says_why(self) -> None:
        figure = diagnosis_of("rich").figures["cr4"]
        assert figure.why_not is not None
        text = said(report_of("rich", "zh"))
        assert f"前四家集中度、前八家集中度和赫芬达尔指数只列数值，不计入判断：{figure.why_not.text().zh.replace(' ', '')}。" in text

    def test_an_unknown_item_is_never_called_in_place(self) -> None:
        diagnosis = diagnosis_of("changsha")
        table = next(block for block in report_of("changsha", "zh").blocks if isinstance(block, Table) and block.key == "table-unknown")
        assert len(table.rows) == len(diagnosis.unknown)
        assert [row[1] for row in table.rows] == [item.item.name.zh for item in diagnosis.unknown]


class TestActions:
    def test_the_table_has_every_action_dated_from_the_survey(self) -> None:
        diagnosis = diagnosis_of("changsha")
        table = next(block for block in report_of("changsha", "zh").blocks if isinstance(block, Table) and block.key == "table-actions")
        assert len(table.rows) == len(diagnosis.actions)
        assert {row[4] for row in table.rows} <= {"近期（2020—2021年）", "中期（2022—2024年）"}
        assert not any("徐州市工程机械集群" in row[6] for row in table.rows), "reference clusters stand once, in chapter 6"

    def test_a_cluster_is_not_its_own_reference(self) -> None:
        for block in report_of("changsha", "zh").blocks:
            if isinstance(block, Table) and block.key in {"table-actions", "table-clusters", "table-examples"}:
                assert not any("长沙" in cell for row in block.rows for cell in row), block.key
        assert "本集群即论文所举实例之一：长沙工程机械集群" in said(report_of("changsha", "zh"))

    def test_present_values_stand_beside_their_indicators(self) -> None:
        table = next(block for block in report_of("rich", "en").blocks if isinstance(block, Table) and block.key == "table-monitoring")
        cells = {row[0]: row[1] for row in table.rows}
        assert cells["R&D intensity"] == "4.85% (2023)"
        assert "no value yet" in cells.values()


class TestMissing:
    @pytest.mark.parametrize(
        ("part", "sentence"),
        [
            ("enterprises", "企业名录为空"),
            ("chain", "产业链清单为空"),
            ("platforms", "创新平台清单为空且未声明齐全"),
            ("links", "合作关系未登记"),
            ("services", "六项公共服务是否具备均未回答"),
            ("technologies", "关键技术及其成熟度未填写"),
            ("indicators", "规模与地位没有可用数据"),
        ],
    )
    def test_each_part_says_what_is_missing_and_on_which_page_it_goes(self, part: str, sentence: str) -> None:
        data = SURVEYS["rich"]() | {part: {} if part == "services" else [], "complete": {}}
        report = outline(diagnose(read(data), load_framework()), "zh")
        found = [text for block in report.blocks for text in texts(block) if sentence in text]
        assert found
        assert "程序“" in found[0]

    def test_an_empty_list_declared_complete_is_a_fact(self) -> None:
        data = file_data(complete={"platforms": True, "institutions": True})
        text = said(outline(diagnose(read(data), load_framework()), "zh"))
        assert "创新平台清单已声明齐全，本地没有创新平台。" in text
        assert "高校与科研院所清单已声明齐全，本地没有相关机构。" in text


def test_long_lists_are_cut_in_print_and_say_so() -> None:
    data = file_data(technologies=[{"name": f"技术{n}", "trl": 5} for n in range(350)])
    report = outline(diagnose(read(data), load_framework()), "zh")
    table = next(block for block in report.blocks if isinstance(block, Table) and block.key == "table-data-technologies")
    assert len(table.rows) == 300
    assert "共350行" in table.note
    assert "只印前300行" in table.note


def test_contacts_and_addresses_are_not_printed_and_that_is_said() -> None:
    report = report_of("rich", "zh")
    assert "张先生" not in said(report)
    table = next(block for block in report.blocks if isinstance(block, Table) and block.key == "table-data-enterprises")
    assert "未印出的栏目：地址、联系人、备注" in table.note


def test_the_files_kept_as_evidence_are_listed_beside_their_item() -> None:
    found = read(SURVEYS["rich"]())
    rated = [row.item or "" for row in found.ratings]
    other = next(item.id for item in load_framework().items.values() if "strategic" not in item.types)
    files = (
        Attachment("ratings", rated[0], "批复.pdf"),
        Attachment("ratings", rated[0], "IMG_1.jpg", "总装\n车间"),
        Attachment("ratings", other, "b.jpg"),
        Attachment("round", None, "名单.xlsx"),
    )
    survey = replace(found, attachments=files, ratings=(*found.ratings, Rating(item=other, score=2)))
    report = outline(diagnose(survey, load_framework()), "zh")
    tables = {block.key: block for block in report.blocks if isinstance(block, Table)}
    told = [row[6] for row in tables["table-items"].rows if "附件" in row[6]]
    assert [cell.rpartition("；")[2] for cell in told] == ["附件：批复.pdf、总装 车间（IMG_1.jpg）"]
    assert [row[2] for row in tables["table-other-ratings"].rows] == ["附件：b.jpg"]
    assert "名单.xlsx" not in said(report)


@pytest.mark.parametrize("name", ["changsha", "empty", "rich"])
def test_chapters_follow_one_another_and_appendices_begin_a_page(name: str) -> None:
    """The body begins a page; a chapter that did would leave most of the one before it empty."""
    headings = [block for block in report_of(name, "zh").blocks if isinstance(block, Heading) and block.level == 1 and block.numbered]
    assert [each.new_page for each in headings] == [True, *[False] * 5, *[True] * 4]


def test_a_single_figure_is_a_sentence_and_no_table() -> None:
    report = report_of("changsha", "zh")
    assert "企业结构与产品方面目前只有一项指标有数值：主导产业占比为100.0%（据填报的1项占比计算）。" in said(report)
    assert not any(isinstance(block, Table) and block.key == "table-structure" for block in report.blocks)
