"""Chinese as it was typed reads in print with full-width punctuation; figures, addresses, Western words and names stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from reports.blocks import Table
from reports.outline import outline
from reports.typed import full_width
from tests.reports.made_up import report_of, said
from tests.surveys import file_data, read


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("超过2000亿元,约占全国的23%;主机416家.", "超过2000亿元，约占全国的23%；主机416家。"),
        ("共性判断:研发乏力", "共性判断：研发乏力"),
        ("化纤, 织布", "化纤，织布"),
        ("从PTA,化纤到家纺", "从PTA，化纤到家纺"),
        ("主机(整机)为主(2021年,3,500家)", "主机（整机）为主（2021年，3,500家）"),
        ("(待核实)", "（待核实）"),
        ("是否联合研发?“是!”", "是否联合研发？“是！”"),
        ("时间9:30,网址:http://a.cn/b?c,d", "时间9:30，网址：http://a.cn/b?c,d"),
        ("论文第3(2)1节", "论文第3(2)1节"),
        ("A,B两类", "A,B两类"),
        ("增速5.2.", "增速5.2."),
        ("与约翰.史密斯谈过.", "与约翰.史密斯谈过。"),
        ("已建成. 其中两条停用.", "已建成。其中两条停用。"),
        ("包括(甲(乙)丙)等", "包括（甲（乙）丙）等"),
        ("真有此事吗?!", "真有此事吗？！"),
        ("见图(a),以GDP(生产总值)、CR4 (前四家)计", "见图(a)，以GDP（生产总值）、CR4 （前四家）计"),
        ("见http://a.cn/企业?id=3,5,另见附件", "见http://a.cn/企业?id=3,5,另见附件"),
        ("Sany (三一) and Zoomlion: both", "Sany (三一) and Zoomlion: both"),
        ("The cluster lies in Shaoxing (绍兴), a city.", "The cluster lies in Shaoxing (绍兴), a city."),
        ("It is run from Keqiao (柯桥).", "It is run from Keqiao (柯桥)."),
        ("Its seat is 绍兴.", "Its seat is 绍兴."),
    ],
)
def test_punctuation_of_print(typed: str, printed: str) -> None:
    assert full_width(typed) == printed


@given(st.text("甲乙3.,;:!?()（），。“” aZ%\n", max_size=30))
def test_nothing_is_lost_and_what_is_printed_stays(typed: str) -> None:
    def bare(text: str) -> str:
        return "".join(char for char in text if char.isalnum() or char in "%\n“”")

    printed = full_width(typed)
    assert bare(printed) == bare(typed)
    assert full_width(typed.translate(str.maketrans("", "", ",;:!?()."))) == typed.translate(str.maketrans("", "", ",;:!?()."))


def test_what_was_typed_into_the_survey_is_printed_so_and_a_name_stays_as_it_is_registered() -> None:
    survey = read(
        file_data(
            cluster={"name_zh": "某市集群", "name_en": "A cluster", "description_zh": "产值2000亿元,占全国的23%;企业416家."},
            criteria={"market-stage": "strategic", "technology-maturity": "strategic"},
            enterprises=[{"name": "万鑫精工(湖南)股份有限公司", "role": "leader"}],
            ratings=[{"item": "common-technology", "score": 1, "evidence": "三家企业反映:共性技术无人做"}],
            indicators=[{"id": "output", "year": 2023, "value": 2000, "source": "统计局(快报)", "note": "约数,含小微"}],
        )
    )
    text = said(outline(diagnose(survey, load_framework()), "zh"))
    for printed in ("产值2000亿元，占全国的23%；企业416家。", "三家企业反映：共性技术无人做", "统计局（快报）", "约数，含小微"):
        assert printed in text
    assert "万鑫精工(湖南)股份有限公司" in text


def test_a_unit_of_a_form_reads_in_the_report_as_everything_else_there() -> None:
    heads = [column.head for block in report_of("rich", "zh").blocks if isinstance(block, Table) for column in block.columns]
    assert "成熟度等级\n（1—9级）" in heads
    assert not [head for head in heads if "–" in head or " " in head]
