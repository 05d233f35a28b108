"""Draft and authored text become the report: nothing written changes nothing, and what is written stands where it should."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.authored import TOP, Authored, Base, Remark, Section
from diagnosis.text import LANGS, Lang
from reports.authoring.composing import Composed, compose, whole
from reports.authoring.differences import base_of, changed
from reports.authoring.facts import facts
from reports.authoring.markup import Piece
from reports.authoring.sections import all_sections, sections
from reports.blocks import Block, Heading, Item, Linked, Paragraph, Report, Table, inlines, unlinked
from reports.numbering import number
from reports.outline import outline
from tests.reports.made_up import SURVEYS, diagnosis_of, report_of, round_before, texts

TEXT = "产值{fact:output}，**重点**见{ref:table-scale}。\n# 小标题\n- 甲\n- 乙\n1. 一\n1. 二\n[[table-scale]]\n末段"


def composed(name: str = "rich", lang: Lang = "zh", **written: Section) -> Composed:
    found = {key.replace("_", "-"): section for key, section in written.items()}
    return whole(diagnosis_of(name), round_before() if name == "rich" else None, Authored(lang, found))[0]


def said(blocks: tuple[Block, ...]) -> list[list[str]]:
    return [[type(block).__name__, *map(unlinked, texts(block))] for block in blocks]


def titles(found: Composed) -> list[str]:
    return [block.text for block in found.report.blocks if isinstance(block, Heading) and block.level < 3]


def between(found: Composed, title: str) -> list[Block]:
    """The blocks under a heading, up to the next one of the first two levels."""
    blocks = list(found.report.blocks)
    start = next(at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.text == title)
    end = next(at for at, block in enumerate(blocks) if at > start and isinstance(block, Heading) and block.level < 3)
    return blocks[start + 1 : end]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SURVEYS)
def test_nothing_written_is_the_draft_and_the_draft_written_is_the_same_report(name: str, lang: Lang) -> None:
    plain = said(report_of(name, lang).blocks)
    assert said(composed(name, lang).report.blocks) == plain
    chapters, _ = sections(outline(diagnosis_of(name), lang, round_before() if name == "rich" else None, linked=True).blocks)
    drafts = {key: Section(text=section.draft) for key, section in all_sections(chapters).items() if section.blocks}
    assert len(drafts) > 10
    written = whole(diagnosis_of(name), round_before() if name == "rich" else None, Authored(lang, drafts))[0]
    assert said(written.report.blocks) == plain


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SURVEYS)
def test_every_section_has_an_id_and_a_fence_of_its_own_and_every_fact_of_the_draft_reads_as_it_says(name: str, lang: Lang) -> None:
    known = facts(diagnosis_of(name), lang)
    fences = []
    for block in composed(name, lang).report.blocks:
        fences += [fence for fence in [getattr(block, "fence", "")] if fence]
        for part in (part for text in texts(block) for part in inlines(text)):
            if isinstance(part, Linked):
                assert known.reads(part.key) == part.text
    assert len(fences) == len(set(fences)) > 20
    assert all(len(fence) <= 40 for fence in fences)


def test_authored_text_stands_in_place_of_the_draft_with_facts_as_they_read() -> None:
    blocks = between(composed(scale=Section(text=TEXT)), "规模与地位")
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Heading", "Item", "Item", "Item", "Item", "Table", "Paragraph"]
    first = blocks[0]
    assert isinstance(first, Paragraph)
    assert [part for part in inlines(first.text) if isinstance(part, Linked)] == [Linked("2700亿元", key="output")]
    items = [block for block in blocks if isinstance(block, Item)]
    assert [(item.bullet, item.list) for item in items] == [(True, "scale~1")] * 2 + [(False, "scale~2")] * 2


def test_a_table_stands_once_where_a_text_has_it_and_is_named_where_it_is_left_out() -> None:
    moved = composed(firms=Section(text="见下表。\n[[table-scale]]\n[[table-scale]]"))
    assert [block.key for block in between(moved, "企业结构") if isinstance(block, Table)] == ["table-scale"]
    assert not [block for block in between(moved, "规模与地位") if isinstance(block, Table)]
    gone = composed(scale=Section(text="没有表，见{ref:table-scale}和{ref:table-none}。"))
    (paragraph,) = between(gone, "规模与地位")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "没有表，见“规模与地位指标”和—。"
    missing = composed(scale=Section(text="[[table-none]]"))
    assert missing.missing == (("scale", "table-none"),)


def test_sections_and_chapters_are_left_out_moved_added_and_renamed() -> None:
    found = composed(
        scale=Section(left_out=True),
        lessons=Section(left_out=True),
        chain=Section(title="链条"),
        overview=Section(order=("own-1", "resources", "chain")),
        own_1=Section(parent="overview", title="沿革", text="始于一九九八年。"),
        own_2=Section(parent=TOP, title="附言", text="谢谢。"),
        report=Section(order=("own-2", "type")),
    )
    start = titles(found).index("集群概况")
    wanted = ["集群概况", "企业结构", "沿革", "创新资源与平台", "链条", "附言", "类型判定", "判定结果"]
    assert titles(found)[start : start + 8] == wanted
    assert not {"规模与地位", "经验借鉴", "国际经验"} & set(titles(found))


def test_one_gap_is_edited_and_another_left_out_and_the_others_stay() -> None:
    before = composed()
    gaps = [block for block in before.report.blocks if isinstance(block, Item) and block.unit.startswith("gap:")]
    first, second = gaps[0].unit, gaps[1].unit
    authored = Authored("zh", {first: Section(text="1. **自己写的短板。**很重\n第二段"), second: Section(left_out=True)})
    after = whole(diagnosis_of("rich"), round_before(), authored)[0].report.blocks
    items = [block for block in after if isinstance(block, Item) and block.unit.startswith("gap:")]
    assert [item.unit for item in items] == [gap.unit for gap in gaps if gap.unit != second]
    assert items[0].list == gaps[0].list
    assert unlinked(items[0].text).endswith("很重")
    assert isinstance(after[after.index(items[0]) + 1], Paragraph)


def test_what_is_said_behind_the_gaps_is_edited_and_left_out_by_itself() -> None:
    name = "gaps-light:after"
    light = composed().arranged.of("gaps-light")
    assert light is not None
    assert list(light.told)[-1] == name
    assert light.told[name].title.startswith("另有")
    drafted = light.told[name].section.draft
    heading = light.title
    assert unlinked(texts(between(composed(), heading)[-1])[0]).startswith("另有")
    mine = Authored("zh", {name: Section(text=f"{drafted}已逐项回访。")})
    found = whole(diagnosis_of("rich"), round_before(), mine)[0]
    assert texts(between(found, heading)[-1])[0].endswith("已逐项回访。")
    out = whole(diagnosis_of("rich"), round_before(), Authored("zh", {name: Section(left_out=True)}))[0]
    assert not any(line.startswith("另有") for block in between(out, heading) for line in texts(block))


def test_a_small_heading_goes_with_the_gaps_under_it() -> None:
    before = composed()
    severe = [block.unit for block in before.report.blocks if isinstance(block, Item) and block.list == "gaps-3"]
    left = whole(diagnosis_of("rich"), round_before(), Authored("zh", {key: Section(left_out=True) for key in severe}))[0]
    small = [block.text for block in before.report.blocks if isinstance(block, Heading) and block.level == 3]
    assert [block.text for block in left.report.blocks if isinstance(block, Heading) and block.level == 3] == small[:-2] + small[-1:]


def test_texts_without_a_section_wait_beside_the_report() -> None:
    found = composed(gap_gone=Section(text="这一短板已经补上"))
    assert set(found.arranged.homeless) == {"gap-gone"}
    assert "这一短板已经补上" not in str(said(found.report.blocks))


def test_comments_stand_at_their_section() -> None:
    remark = Remark("1", "张三", "2026-01-01T00:00:00+00:00", "请核对")
    found = composed(scale=Section(remarks=(remark,)))
    (block,) = [block for block in found.report.blocks if getattr(block, "remarks", ())]
    assert isinstance(block, Heading)
    assert block.text == "规模与地位"


# ---- what has changed since


def test_a_text_over_the_draft_of_today_is_up_to_date_and_one_over_other_data_is_not() -> None:
    now, before = facts(diagnosis_of("rich"), "zh"), facts(round_before(), "zh")
    draft = composed().arranged.of("scale")
    assert draft is not None
    fresh = Section(text=TEXT, base=base_of(draft.section.draft, TEXT, now, "规模与地位"))
    assert changed(fresh, draft.section.draft, now, str) is None
    old = whole(round_before(), None, Authored("zh"))[0].arranged.of("scale")
    assert old is not None
    stale = Section(text=TEXT, base=base_of(old.section.draft, TEXT, before, "规模与地位"))
    found = changed(stale, draft.section.draft, now, str)
    assert found is not None
    assert [(each.name, each.then, each.now) for each in found.facts if each.key == "output"] == [("总产值", "2400亿元", "2700亿元")]
    assert changed(Section(), draft.section.draft, now, str) is None


def test_sentences_that_came_and_went_are_told_and_facts_only_by_what_they_read() -> None:
    now = facts(diagnosis_of("rich"), "zh")
    base = Base("产值{fact:output}。第二句。\n[[table-scale]]", {"output": "1亿元"}, "")
    found = changed(Section(text="甲", base=base), "产值{fact:output}。第三句！\n[[table-scale]]", now, str)
    assert found is not None
    assert (found.gone, found.new) == (("第二句。",), ("第三句！",))
    assert [(each.then, each.now) for each in found.facts] == [("1亿元", "2700亿元")]


def test_a_text_that_is_edited_again_keeps_what_it_was_written_over() -> None:
    now = facts(diagnosis_of("rich"), "zh")
    before = Section(text="{fact:output}", base=Base("旧稿", {"output": "1亿元"}, ""))
    base = base_of("新稿", "{fact:output}{fact:cr4}", now, "规模与地位", before)
    assert (base.draft, base.facts) == ("旧稿", {"output": "1亿元", "cr4": now.reads("cr4")})


def test_a_fact_that_is_none_reads_a_dash() -> None:
    known = facts(diagnosis_of("empty"), "zh")
    assert known.reads("output") == known.reads("nonsense") == "—"
    assert Piece(fact="x").text == ""


# ---- whatever is written


IDS = ("summary", "overview", "scale", "gaps-hard", "gaps", "annex-norms", "contents", TOP, "own-1", "own-2", "gone", "")
WRITTEN = st.builds(
    Section,
    text=st.none() | st.text(st.sampled_from("甲\n#-1. *{}[]:factreftable-scale\\"), max_size=30),
    left_out=st.booleans(),
    title=st.none() | st.text(max_size=5),
    parent=st.none() | st.sampled_from(IDS),
    order=st.lists(st.sampled_from(IDS), max_size=5).map(tuple),
)


@given(st.dictionaries(st.sampled_from(IDS), WRITTEN, max_size=6))
@settings(max_examples=60)
def test_no_text_is_lost_whatever_is_written(found: dict[str, Section]) -> None:
    """Each text stands in the report once, or in what is left out, or waits beside it; and the report can be numbered and written."""
    marked = {name: replace(each, text=f"{each.text or ''}\n记号{at}号") for at, (name, each) in enumerate(found.items())}
    made = compose(draft(), Authored("zh", marked), facts(diagnosis_of("changsha"), "zh"))
    said_once = "\n".join(text for block in made.report.blocks for text in texts(block))
    standing = {part.section.id for part in made.arranged.standing()}
    for at, name in enumerate(marked):
        placed = name in {part.section.id for part in made.arranged.each()}
        assert placed != (name in made.arranged.homeless) or name == TOP
        assert said_once.count(f"记号{at}号") == (name in standing)
    numbers = number(made.report.blocks, "zh")
    for block in made.report.blocks:
        for text in texts(block):
            numbers.plain(text)
    tables = [block.key for block in made.report.blocks if isinstance(block, Table)]
    assert len(tables) == len(set(tables))


@cache
def draft() -> Report:
    return outline(diagnosis_of("changsha"), "zh", linked=True)
