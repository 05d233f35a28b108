"""Administrative divisions: what a code is called, and what a text may mean."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import RegionType
from diagnosis.framework_files import load_framework
from diagnosis.regions import find_regions, named, region_label, regions
from diagnosis.text import LANGS, Lang, Text

KIND = RegionType()
CODES = st.sampled_from(list(regions()))


def codes(typed: str) -> list[str]:
    return [region.code for region in find_regions(typed)]


def test_the_divisions_are_whole() -> None:
    found = regions()
    assert len(found) > 3200
    assert list(found) == sorted(found)
    for code, region in found.items():
        assert re.fullmatch(r"\d{6}", code)
        assert region.name.zh
        assert region.name.en.isascii() or set(region.name.en) - set("üÜ") <= set(map(chr, range(128)))
        assert region.group or re.fullmatch(r"[a-z]+", "".join(region.spelt[1]))
        assert (region_label(code) or Text("", "")).zh.endswith(f"({code})")
    assert sum(code.endswith("0000") for code in found) == 34


def test_the_reference_clusters_lie_in_known_divisions() -> None:
    assert [entry.region for entry in load_framework().reference_clusters.values() if region_label(entry.region) is None] == []


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("430000", "湖南省 (430000)", "Hunan (430000)"),
        ("430100", "湖南省 长沙市 (430100)", "Changsha, Hunan (430100)"),
        ("430121", "湖南省 长沙市 长沙县 (430121)", "Changsha County, Changsha, Hunan (430121)"),
        ("310115", "上海市 浦东新区 (310115)", "Pudong New Area, Shanghai (310115)"),
        ("429004", "湖北省 仙桃市 (429004)", "Xiantao, Hubei (429004)"),
        ("150100", "内蒙古自治区 呼和浩特市 (150100)", "Hohhot, Inner Mongolia (150100)"),
        ("610100", "陕西省 西安市 (610100)", "Xi'an, Shaanxi (610100)"),
        ("441900", "广东省 东莞市 (441900)", "Dongguan, Guangdong (441900)"),
        ("110100", "北京市 市辖区 (110100)", "districts, Beijing (110100)"),
    ],
)
def test_a_division_is_called_with_those_it_is_in(code: str, zh: str, en: str) -> None:
    assert region_label(code) == Text(zh, en)


def test_a_code_that_no_division_has() -> None:
    assert region_label("430199") is None
    assert region_label(None) is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("430100", "430100"),
        ("4301", "430100"),
        ("４３０１", "430100"),
        ("长沙", "430100"),
        ("长沙市", "430100"),
        ("湖南长沙", "430100"),
        ("湖南 长沙", "430100"),
        ("上海浦东", "310115"),
        ("cs", "430100"),
        ("css", "430100"),
        ("changsha", "430100"),
        ("Chang Sha", "430100"),
        ("xian", "610100"),
        ("Xi'an", "610100"),
        ("hohhot", "150100"),
        ("lüliang", "141100"),
        ("cq", "500000"),
        ("xm", "350200"),
    ],
)
def test_a_division_is_found_by_code_name_initials_pinyin_and_english_name(typed: str, first: str) -> None:
    assert first in codes(typed)[:4]


def test_the_likeliest_stand_first_and_the_list_stays_short() -> None:
    assert codes("长沙") == ["430100", "430121"]
    assert codes("43")[:2] == ["430000", "430100"]
    assert len(codes("4")) == 40
    assert codes("") == codes("  ") == codes("没有这个地方") == codes("qqqq") == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("430100", "430100"),
        ("４３０１００", "430100"),
        ("430199", "430199"),  # kept, and told
        ("湖南省 长沙市 (430100)", "430100"),
        ("湖南省 长沙市（430100）", "430100"),
        ("Changsha, Hunan (430100)", "430100"),
        ("长沙", "430100"),
        ("长沙县", "430121"),
        ("湖南省长沙市", "430100"),
        ("湖南长沙", "430100"),
        ("岳阳市云溪区", "430603"),
        ("湖南省云溪区", "430603"),
        ("广东深圳南山", "440305"),
        ("南京鼓楼区", "320106"),
        ("北京市朝阳区", "110105"),
        ("吉林吉林", "220200"),
        ("新疆乌鲁木齐", "650100"),
        ("广西", "450000"),
        ("Changsha", "430100"),
        ("", None),
        ("　", None),
    ],
)
def test_what_is_typed_is_stored_as_a_code(typed: str, stored: str | None) -> None:
    assert KIND.parse(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("43010", "no-such-region"),
        ("4301000", "no-such-region"),
        ("43010a", "no-such-region"),
        ("亚特兰蒂斯", "no-such-region"),
        ("云溪区岳阳市", "no-such-region"),
    ],
)
def test_what_is_no_division_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        KIND.parse(typed)
    assert refused.value.code == code
    assert typed in refused.value.text().zh


def test_a_name_of_several_divisions_must_be_chosen() -> None:
    with pytest.raises(Invalid) as refused:
        KIND.parse("朝阳")
    said = refused.value.text()
    assert said.zh.startswith("“朝阳”不止一处：北京市 朝阳区 (110105)；辽宁省 朝阳市 (211300)")
    assert "Chaoyang District, Beijing (110105); Chaoyang, Liaoning (211300)" in said.en
    assert [each.code for each in named("市中")] == ["370103", "370402", "511002", "511102"]


def test_an_unknown_code_is_told() -> None:
    assert KIND.advise("430199") is not None
    assert KIND.advise("430100") is None
    assert KIND.advise(None) is None


def test_a_survey_file_holds_codes_alone() -> None:
    with pytest.raises(Invalid) as refused:
        KIND.check("长沙市")
    assert refused.value.code == "not-region"


@given(CODES, st.sampled_from(LANGS))
def test_what_is_shown_reads_back_and_is_found(code: str, lang: Lang) -> None:
    shown = KIND.show(code, lang)
    assert KIND.parse(shown) == code
    region = regions()[code]
    if not region.group:
        assert code in [each.code for each in regions().values() if each.whole == region.whole]
        assert code == codes(code)[0]
        assert any(each.initials == region.initials for each in find_regions(region.initials))
