"""When two names of firms are the same, and when they are so alike that somebody should look."""

import re
import unicodedata
from collections.abc import Iterator

from diagnosis.text import fold

FORMS = frozenset({"公司", "集团", "股份", "有限", "责任"})  # of which a legal form is made, from the end
PLACES = re.compile(r"(?:([^省]{2,3})(?:省|自治区))?(?:([^市]{2,3})市)?(?:([^县区]{1,3})[县区])?")
NUMERALS = frozenset("一二三四五六七八九十百千甲乙丙丁东西南北新老")
MARKS = "市区县省"
PROVINCES = frozenset(
    (
        *("北京", "天津", "上海", "重庆", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建"),
        *("江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "四川", "贵州", "云南", "西藏", "陕西", "甘肃"),
        *("青海", "宁夏", "新疆"),
    )
)
MARKED = re.compile("(?:[①-⑳¹²³]+|[（(]注[0-9一二三四五六七八九十]*[)）])$")
SCOPE = re.compile("[（(](?:集团)?(?:合并|母公司|本部|单体|单户)(?:口径|报表|数)?[)）]$")  # of its figures: it is the same firm
MARKS_END = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳¹²³)）")
NUMBERED = re.compile(r"^(?:[0-9]{1,4}[.、．)）]\s*|[（(][0-9]{1,4}[)）]\s*)(?=[\u3400-\u9fff])")  # 1.甲公司, and not 3.5米, 58.com
PART = "其中"  # of the row above
PART_OF = re.compile(r"^其中\s*[:：]\s*(?=.)")
NUMBERED_BEGIN = frozenset("0123456789(（")
LEAST = 2  # characters that must be left of a name
LONG = 6  # characters of names that may differ by one
UNSAID = dict.fromkeys(map(ord, " ()[]{}<>《》【】〔〕「」“”‘’\"'、，,.。·•・-—_/\\*#:;&"))


def plain(name: str) -> str:
    """A name as it is compared: folded, in lower case, without spaces, brackets, points, its number in a list, a footnote, （合并）."""
    if is_bare(name) and not name.isascii():
        return unicodedata.normalize("NFKC", name).casefold()
    return "".join(fold(SCOPE.sub("", unmarked(name)) or name).casefold().split()).translate(UNSAID)


def is_bare(name: str) -> bool:
    """Whether it has nothing but letters and digits, and no mark behind it: most names are told so at once."""
    return name.isalnum() and name[-1] not in MARKS_END


def unmarked(name: str) -> str:
    """A name without its number in a list and the mark of a footnote: 1.甲公司, 甲公司①, 甲公司（注1）, 其中：甲公司."""
    if name.startswith(PART):
        name = PART_OF.sub("", name)
    if name[:1] in NUMBERED_BEGIN:
        name = NUMBERED.sub("", name) or name
    return (MARKED.sub("", name) or name) if name[-1:] in MARKS_END else name


def likenesses(key: str) -> tuple[str, list[str]]:
    """The core of a plain name, and other cores that the same firm may have.

    The core has no legal form and no 省, 市, 县 and 区 after the places at its beginning; the others leave such places out.
    """
    end = len(key)
    while key[end - 2 : end] in FORMS and end - 2 >= LEAST:
        end -= 2
    bare = key[:end]
    found = PLACES.match(bare) if any(map(bare.__contains__, MARKS)) else None
    own, others = bare, []
    if found and len(rest := bare[found.end() :]) >= LEAST and found.end():
        province, city, county = found.groups("")
        own = province + city + county + rest
        others = [rest, *([city + county + rest] if province else [])]
    for length in (2, 3):
        if own[:length] in PROVINCES and len(own) - length >= LEAST:
            others.append(own[length:])
    return own, others


def shortened(name: str) -> Iterator[str]:
    """A core with one character left out, each in turn: two cores with a slip of the pen between them meet there.

    Digits and letters are no slips: they tell the first works from the eleventh.
    """
    if len(name) >= LONG:
        for place, character in enumerate(name):
            if character not in NUMERALS and not character.isascii():
                yield name[:place] + name[place + 1 :]
