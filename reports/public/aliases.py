"""What else a firm is called: the words in the brackets of its name, unless they are a place, a legal form or a remark."""

import re
from collections.abc import Iterator
from functools import cache

from diagnosis.regions import regions
from reports.public.shorts import BRACKETS, BRAND, WESTERN_LEGAL
from reports.public.vocabulary import places

LEAST_WESTERN = 4  # letters: what has fewer names a firm only as it is written, and if nothing else is called so (LED, AI)
BRIEF = re.compile(r"[A-Za-z0-9][A-Za-z0-9&]+")
CALLED = re.compile(r"^(?:原名?|曾用名|以下简称|下称|简称|又[名称]|别名|品牌|英文名?|即)[:： ]*")
FORM = re.compile(
    r"(?:集团|控股|股份|总部|本部|总厂|分公司|子公司|分[部厂]|合伙|(?:有限|普通|特殊普通)合伙(?:企业)?|个体工商户|个体|个人独资|合资|外资|独资"
    r"|有限|有限公司|国际|全球|筹|筹建|在建|停产|注销|已.{1,4}|拟.{1,4}|规上|规下|.{0,4}[厂期]|.{0,6}(?:项目|基地|分公司|事业部|车间))+"
)
PLACE = re.compile(r".{0,6}(?:区|园|镇|乡|街道|县|市|省|州|洲)")
WESTERN_FORM = re.compile(r"(?:international|global|north|south|east|west|asia|branch|headquarters|hq|lp|jv|[\s,.&-])+", re.IGNORECASE)


def aliases(name: str) -> Iterator[str]:
    """甲公司（Naokong Tech） -> Naokong Tech; 甲公司（原名：脑控） -> 脑控. ``name`` is folded."""
    return filter(_is_name, _bracketed(name))


def brief_aliases(name: str) -> Iterator[str]:
    """甲公司（BYD） -> BYD; 甲公司（3M） -> 3M: Western ones of less than four letters."""
    return (alias for alias in _bracketed(name) if BRIEF.fullmatch(alias) and 0 < _letters(alias) < LEAST_WESTERN and _is_western(alias))


def _bracketed(name: str) -> Iterator[str]:
    for inner in BRACKETS.findall(name):
        said = inner[1:-1].strip()
        yield from dict.fromkeys((said, CALLED.sub("", said)))


def _letters(alias: str) -> int:
    return sum(map(str.isalpha, alias))


def _is_western(alias: str) -> bool:
    rest = WESTERN_LEGAL.sub("", f" {alias}").strip()
    return rest.lower() not in _western_places() and not WESTERN_FORM.fullmatch(rest) and rest != ""


def _is_name(alias: str) -> bool:
    if alias.isascii():
        return _letters(alias) >= LEAST_WESTERN and _is_western(alias)
    rest = _without_places(alias)
    return len(alias) >= BRAND and rest != "" and not FORM.fullmatch(rest) and not PLACE.fullmatch(rest) and not CALLED.fullmatch(rest)


def _without_places(text: str) -> str:
    while cut := max((length for length in range(BRAND, len(text) + 1) if text[:length] in places()), default=0):
        text = text[cut:]
    return text


@cache
def _western_places() -> frozenset[str]:
    return frozenset(("china", "prc", "hong kong", "macau", "taiwan", *(region.name.en.lower() for region in regions().values())))
