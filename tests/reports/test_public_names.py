"""Which words of a text are names of firms and persons, and what stands in their place."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from diagnosis.text import fold
from reports.public.masks import Masks
from reports.public.names import letters, masking
from reports.public.shorts import short_names
from reports.public.vocabulary import Wording, common, plain
from tests.reports.made_up import masks, rich_data
from tests.surveys import file_data, read


def test_a_firm_keeps_its_mask_over_the_rounds() -> None:
    now, before = rich_data(), rich_data()
    before["enterprises"] = list(reversed(before["enterprises"]))
    assert masks(read(now), read(before)).firms == masks(read(now)).firms


@given(
    st.lists(st.text("甲乙丙丁戊AB 12", min_size=5, max_size=9).map(str.strip).filter(lambda name: len(name) > 4), min_size=1, unique=True)
)
def test_no_name_is_left_in_a_text(names: list[str]) -> None:
    found = Masks({}, dict.fromkeys(names, "□"))
    text = "；".join(names)
    told = found.text(text)
    assert told == "；".join("□" for _ in names)


@given(
    st.dictionaries(st.text("甲乙丙aB", min_size=2, max_size=5), st.sampled_from("①②③"), max_size=6),
    st.text("甲乙丙aB，", max_size=30),
)
def test_names_are_found_as_by_looking_for_each_from_every_place(words: dict[str, str], text: str) -> None:
    """The plain definition: from the left, at each place the longest word that is not within a longer Western one."""
    known = {plain(word): mask for word, mask in words.items() if len(word) > 1}
    small, told, at = plain(text), "", 0
    while at < len(text):
        ends = (len(small), *range(len(small) - 1, at, -1))
        cut = (end for end in ends if small[at:end] in known and not (joins(small, at) or joins(small, end)))
        end = next(cut, 0)
        told, at = (told + known[small[at:end]], end) if end else (told + text[at], at + 1)
    assert Masks({}, words).text(text) == told


def joins(text: str, at: int) -> bool:
    """Whether a Western word goes on over this place."""
    return text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum() and 0 < at < len(text)


@given(st.text("甲乙丙a", max_size=12), st.text("甲乙丙a", min_size=1, max_size=6))
def test_a_wording_holds_what_its_text_holds(text: str, word: str) -> None:
    assert (word in Wording(text)) == (word in text)


def test_the_longest_name_is_taken_and_western_words_stay_whole() -> None:
    found = Masks({}, {"三一重工": "企业A", "三一重工装备": "企业B", "Acme": "Firm C"})
    assert found.text("三一重工装备供货给三一重工") == "企业B供货给企业A"
    assert found.text("Acme and ACME, not Acmeville") == "Firm C and Firm C, not Acmeville"
    assert found.text("Ａｃｍｅ（中国）") == "Firm C（中国）"


@pytest.mark.parametrize("text", ["三\x02一重\x04工", "三 一\u3000重工", "三\u200b一重工", "三一\n重工"])
def test_a_name_with_something_between_its_letters_is_one(text: str) -> None:
    """An author may have set a part of it in bold, or Word have put a break into it; what is marked stays marked."""
    told = Masks({}, {"三一重工": "企业A"}).text(f"由{text}供货")
    assert told.translate({2: "", 4: ""}) == "由企业A供货"
    assert [char for char in told if char in "\x02\x04"] == [char for char in text if char in "\x02\x04"]


def test_what_a_reference_leads_to_is_no_text() -> None:
    found = Masks({}, {"table": "Firm A", "BYD Auto": "Firm B", "AB": "Firm C"})
    assert found.text("see \x03table\x04 and table") == "see \x03table\x04 and Firm A"
    assert found.text("ＡＢＣ, Ａ") == "ＡＢＣ, Ａ"
    assert found.text("BYD  Auto, options A B") == "Firm B, options A B"


def test_brands_persons_and_codes() -> None:
    """What everybody calls a leading firm, one that writes itself small, and whom an answer names beside a post or a number."""
    data = file_data(
        enterprises=[
            {"name": "三一重工股份有限公司", "role": "leader", "contact": "赵铁柱 138-0000-1111"},
            {"name": "华为技术有限公司", "role": "key"},
            {"name": "vivo"},
        ],
        ratings=[{"item": "homogenisation", "score": 2, "respondent": "李工程师、技术总监"}],
    )
    found = masks(read(data))
    assert found.text("三一、华为和vivo") == "企业A、企业B和企业C"
    assert found.text("赵铁柱与李工程师说，技术总监认同") == "受访者与受访者说，技术总监认同"
    for number in ("138-0000-1111", "138 0000 1111", "0731-8888888", "(0731)88888888", "91430000MA4L1ABC2X", "430102198001011234"):
        assert found.text(f"另见{number}。") == "另见…。"
    assert found.text("产值123456789012万元，2024—2025年") == "产值123456789012万元，2024—2025年"


def test_a_surveyor_who_rates_is_named_on_the_cover_as_the_others_are() -> None:
    data = file_data(
        ratings=[{"item": "homogenisation", "score": 2, "respondent": "孟起"}, {"item": "low-end-overcapacity", "respondent": "李工"}]
    )
    data["round"]["surveyors"] = ["周岚", "孟起"]
    assert masks(read(data)).text("周岚、孟起、李工") == "周岚、孟起、受访者"


def test_letters_go_on_after_z() -> None:
    made = [letter for letter, _ in zip(letters(), range(704), strict=False)]
    assert (made[0], made[25], made[26], made[51], made[52], made[701], made[702]) == ("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")


def test_what_a_firm_is_called_for_short() -> None:
    assert "海康威视" in set(short_names("杭州海康威视数字技术股份有限公司"))
    assert "三一重工" in set(short_names("三一重工股份有限公司"))
    assert all(len(short) >= 3 for short in short_names("中国五矿集团"))


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("合肥甲字科技有限公司（Naokong Tech）", "Naokong Tech"),
        ("合肥甲字科技有限公司（Naokong）", "naokong"),
        ("合肥甲字科技有限公司（原名：脑控灵犀科技）", "脑控灵犀科技"),
        ("合肥甲字科技有限公司(脑控灵犀科技有限公司)", "脑控灵犀科技有限公司"),
        ("合肥甲字科技有限公司（合肥）（脑控灵犀）", "脑控灵犀"),
        ("Neuro-Link Ltd. (脑控灵犀)", "脑控灵犀"),
    ],
)
def test_what_stands_in_the_brackets_of_a_name_is_a_name_too(name: str, alias: str) -> None:
    found = masks(read(file_data(enterprises=[{"name": name}])))
    assert found.text(f"走访了{alias}，{name}扩产") == "走访了企业A，企业A扩产"


@pytest.mark.parametrize(
    "words",
    [
        "集团",
        "苏州",
        "湖南长沙",
        "长沙高新区",
        "苏州工业园区",
        "有限合伙",
        "特殊普通合伙",
        "中国",
        "筹",
        "停产",
        "规上",
        "二期",
        "深圳分公司",
        "新能源",
        "Hefei",
        "China",
        "Group",
        "AI",
        "LED",
    ],
)
def test_a_place_a_legal_form_or_a_trade_in_brackets_is_no_name(words: str) -> None:
    found = masks(read(file_data(enterprises=[{"name": f"合肥甲字科技有限公司（{words}）"}])))
    assert found.text(f"在{words}，以{words}为主") == f"在{words}，以{words}为主"


@pytest.mark.parametrize(
    ("name", "brand", "others"),
    [
        ("比亚迪股份有限公司（BYD）", "BYD", ("byd", "BYDE", "ABYD")),
        ("某某电气有限公司(ABB)", "ABB", ("Abb", "ABBA")),
        ("明尼苏达矿业有限公司（3M）", "3M", ("3m", "1.3M", "13M", "3MB")),
        ("3M中国有限公司", "3M", ("3m", "0,3M")),
        ("TCL科技集团股份有限公司", "TCL", ("tcl",)),
        ("ABB（中国）有限公司", "ABB", ("abb",)),
        ("深圳BYD汽车有限公司", "BYD", ("byd",)),
        ("BYD Co., Ltd.", "BYD", ("byd",)),
        ("STAR机械有限公司", "STAR", ("star",)),
    ],
)
def test_a_brief_western_name_is_masked_as_it_is_written(name: str, brand: str, others: tuple[str, ...]) -> None:
    found = masks(read(file_data(enterprises=[{"name": name}])))
    assert found.text(f"走访了{brand}，{brand[0]}\x02{brand[1:]}\x04扩产；{name}供货") == "走访了企业A，企业A\x02\x04扩产；企业A供货"
    for other in others:
        assert found.text(f"约{other}。") == f"约{other}。"


@pytest.mark.parametrize(
    "name", ["LED照明有限公司", "深圳AI智能有限公司", "5G通信有限公司", "3D打印科技有限公司", "AI Co., Ltd.", "甲字有限公司（IV）"]
)
def test_what_is_made_is_no_brief_name(name: str) -> None:
    found = outcome(masking([read(file_data(enterprises=[{"name": name}]))], load_framework(), "zh"))
    text = "LED、AI、5G、3D与IV型瓶"
    assert found.masks.text(text) == text
    assert not found.shorts.named_in(text)


def test_a_brief_name_in_other_letters_is_told() -> None:
    found = outcome(
        masking([read(file_data(enterprises=[{"name": "比亚迪股份有限公司（BYD）"}, {"name": "Haier集团"}]))], load_framework(), "zh")
    )
    assert set(found.shorts.named_in(found.masks.text("BYD与Byd，海尔（Haier）"))) == {"Byd", "Haier"}


def test_what_stands_in_the_brackets_of_several_names_is_none_of_one() -> None:
    firms = [{"name": f"合肥{sign}字科技有限公司（脑控灵犀）"} for sign in "甲乙丙丁"]
    assert masks(read(file_data(enterprises=firms[:2]))).text("脑控灵犀说") == "有关企业说"
    assert masks(read(file_data(enterprises=firms))).text("脑控灵犀说") == "脑控灵犀说"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("合肥灵犀脑机科技有限公司", "灵犀"),
        ("湖南省长沙市飞沃新能源装备股份有限公司", "飞沃"),
        ("合肥思源", "思源"),
        ("佛山市鑫宏陶瓷厂", "鑫宏"),
        ("湖南中联（集团）有限公司", "中联"),
    ],
)
def test_a_name_of_two_characters_is_masked_where_it_stands_as_a_whole(name: str, short: str) -> None:
    found = masks(read(file_data(enterprises=[{"name": name}])))
    assert (
        found.text(f"{short}与{name}供货，{short}的订单，**{short}**；由{short}市场部")
        == "企业A与企业A供货，企业A的订单，**企业A**；由企业A市场部"
    )
    for place in ("中学", "区", "大道", "街"):
        assert found.text(f"在{short}{place}旁") == f"在{short}{place}旁"


@pytest.mark.parametrize(
    "name",
    [
        "长江科技有限公司",
        "华东机械有限公司",
        "上海未来有限公司",
        "湖南天元精密机械有限公司",
        "中车集团",
        "新时代科技有限公司",
        "长沙精密机械有限公司",
    ],
)
def test_a_word_of_the_language_is_left_where_it_stands_alone(name: str) -> None:
    found = masks(read(file_data(enterprises=[{"name": name, "role": "leader"}])))
    text = "长江与华东未来在天元，中车与新时代，精密机械"
    assert found.text(text) == text
    assert found.text(f"{name}供货") == "企业A供货"


def test_a_word_over_the_border_of_two_words_is_none() -> None:
    found = masks(read(file_data(enterprises=[{"name": "合肥海大科技有限公司"}, {"name": "金发科技股份有限公司"}])))
    assert found.text("上海大学与基金发展，金发的订单") == "上海大学与基金发展，企业B的订单"


def test_a_link_that_calls_a_firm_for_short_means_that_firm_and_what_several_are_called_is_none_of_them() -> None:
    names = ("合肥灵犀脑机科技有限公司", "三一重工股份有限公司", "三一汽车有限公司")
    data = file_data(
        enterprises=[{"name": name} for name in names],
        links=[{"from": "灵犀脑机", "to": "某大学", "kind": "supply"}],
        chain=[{"name": "脑机接口"}],
    )
    found = masks(read(data))
    assert found.text("灵犀脑机和灵犀，三一重工与三一") == "企业A和企业A，企业B与有关企业"


FAR = "琮琦琬琰琼琳瑀瑁瑛瑜瑞瑟瑶瑾璀璁"
RARE = "灵犀飞沃鑫烁璟珩昊睿翎琮骐"


@given(st.lists(st.text(RARE, min_size=2, max_size=3), min_size=1, max_size=5, unique=True), st.data())
def test_no_name_on_the_roster_nor_its_core_is_left_in_a_text(cores: list[str], data: st.DataObject) -> None:
    """Whatever place, trade and legal form it has; one firm has one mask."""
    forms = ("", "科技有限公司", "精密机械股份有限公司", "（集团）有限责任公司", "新材料厂")
    names = [
        data.draw(st.sampled_from(("", "合肥", "湖南省长沙市")), label="place") + core + data.draw(st.sampled_from(forms), label="form")
        for core in cores
    ]
    found = masks(read(file_data(enterprises=[{"name": name} for name in names])))
    for name, core in zip(names, cores, strict=True):
        mask = found.firms[fold(name)]
        told = found.text(f"{name}；{core}说。据{core}；订单在{core}")
        assert core not in told
        assert told.startswith(f"{mask}；")
        if sum(core == other for other in cores) == 1 and core not in found.firms:
            assert told == f"{mask}；{mask}说。据{mask}；订单在{mask}"


def test_a_long_roster_is_masked_as_a_short_one_is_in_steps() -> None:
    """Supporting firms by what they are called for short, and whom they name; 三一 of four firms is the one that leads."""
    rows = [{"name": f"长沙{core}某机械有限公司"} for core in map("".join, itertools.islice(itertools.product(FAR, repeat=3), 3200))]
    rows += [{"name": "长沙灵犀机械有限公司", "role": "supporting", "contact": "赵铁柱"}, {"name": "三一重工有限公司", "role": "leader"}]
    rows += [{"name": f"三一{trade}有限公司"} for trade in ("汽车", "机床", "能源")]
    work = masking([read(file_data(enterprises=rows))], load_framework(), "zh")
    steps = [next(work) for _ in range(20)]
    assert [each.done for each in steps] == sorted({each.done for each in steps})
    assert all(each.done <= each.total for each in steps)
    found = outcome(work).masks
    one, lead = (found.firms[name] for name in ("长沙灵犀机械有限公司", "三一重工有限公司"))
    assert found.text("灵犀与三一，赵铁柱") == f"{one}与{lead}，受访者"


@pytest.mark.parametrize("text", ["性能高强度", "通信设备和美国", "计算机系统", "优美的，", "其中天然气", "思源江边"])
def test_the_name_of_a_firm_that_does_not_stand_out_is_none_where_a_word_goes_on(text: str) -> None:
    found = masks(
        read(file_data(enterprises=[{"name": f"{core}科技有限公司"} for core in ("高强", "和美", "算机", "美的", "中天", "思源")]))
    )
    assert found.text(text) == text


def test_what_the_masks_take_for_words_does_not_follow_what_else_the_program_says() -> None:
    assert {"顺畅", "文明", "人工智能", "新一代"} <= common()
    assert not {"灵犀", "思源", "中联", "海康", "美的"} & common()


def test_an_ordinary_word_is_not_taken_for_a_firm() -> None:
    data = file_data(enterprises=[{"name": "浙江新材料有限公司"}, {"name": "零部件"}])
    found = masks(read(data))
    assert found.text("零部件与新材料") == "零部件与新材料"
    assert found.name("零部件") == "企业B"
