"""What a firm is called for short: its name without place, legal form and trade; and where such a word is a part of another."""

import re
from collections.abc import Container, Iterator

from reports.public.vocabulary import abbreviations, common, liked, places

LEGAL = re.compile(
    r"(股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|集团公司|控股集团|分公司|集团|公司|总厂|厂|合伙企业|合作社|工作室)$"
)
WESTERN_LEGAL = re.compile(
    r"[\s,.]+(?:co|ltd|limited|inc|corp|corporation|company|llc|plc|gmbh|ag|sa|group|holdings?|technolog(?:y|ies)|tech|industr(?:y|ies))\.?$",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
TRADE = re.compile(
    r"(科技|技术|信息|电子|数字|智能|机械|设备|装备|制造|实业|工业|材料|能源|发展|产业|控股|系统|网络|软件|股份|重工|重科|汽车|电气|电器"
    r"|机床|动力|生物|医药|制药|化工|光电|通信|航空|航天|精密|微电子|半导体|新材料|新能源|纺织|食品|家居|建材|钢铁|铁建"
    r"|医疗器械|医疗|器械|投资|工程|贸易|商贸|服饰|印染|针织|机电|仪器|仪表|传感|芯片|机器人|环保|光学|激光|模具|塑料|橡胶|五金|电缆|轴承"
    r"|液压|重型|物流|检测|陶瓷|卫浴|脑机|氢能|电池|储能|农业|服务|咨询|数控)$"
)
HEAD = re.compile(r"[A-Za-z0-9][A-Za-z0-9&]*[A-Za-z0-9](?=[\u4e00-\u9fff])")  # a Western name before Chinese words
ACRONYM = re.compile(r"(?=.*[A-Z])[A-Z0-9&]{2,}")
BRIEF = 3  # the shortest of a firm's short names that is masked wherever it stands
BRAND = 2  # and where it stands as a whole and is no word of the language: 三一, 灵犀
BEYOND = 2  # characters before and behind it that may make a longer word or a place of it
LONGEST_TRADE = 6
LONGEST_PLACE = 8
# What stands between words and in none: with it before or behind, nothing tells that a word goes on.
APART = frozenset("的了与和及或给由对向从在是已将被把等也都为以并则而说称")
# Behind two characters these make a place or a house of them: 天元区, 思源中学.
PLACE = re.compile(
    r"区(?![域别分间])|县|镇|乡(?!村)|村|街|大道|路(?![线演径])|江(?![苏西南北])|湖(?![南北])|河(?![南北])|山(?![东西])|岛|州|大学|学院|医院|中学|小学|大桥|流域|平原|盆地|三角"
)


def short_names(name: str, least: int = BRIEF, trades: Container[str] = ()) -> Iterator[str]:
    """The name without its brackets, its legal form, its place, and its trade, one after another: 长沙甲乙丙科技 -> 甲乙丙; 3M中国 -> 3M.

    ``least``: of so many characters. ``trades``: words of the trade beside the usual ones.
    """
    if name.isascii():
        yield from _western_names(name)
        return
    rest = LEGAL.sub("", BRACKETS.sub("", name))
    if (head := HEAD.match(rest)) is not None and len(head[0]) >= least:
        yield head[0]
    while True:
        placeless = rest[_place(rest) :]
        for short in dict.fromkeys((rest, placeless, placeless[_place(placeless) :])):
            named = short not in places() or short == placeless != rest  # 湖南天元精密 is of no place 天元
            if len(short) >= least and short != name and named:
                yield short
        cut = _without_trade(rest, trades)
        if cut == rest:
            return
        rest = cut


def _western_names(name: str) -> Iterator[str]:
    """Neuro-Link (Hefei) Ltd. -> Neuro-Link Ltd., Neuro-Link."""
    rest, cut = "", " ".join(BRACKETS.sub(" ", name).split())
    while cut != rest:
        if cut != name and len(cut) >= BRIEF:
            yield cut
        rest, cut = cut, WESTERN_LEGAL.sub("", cut).strip(" ,.")


def is_full(name: str) -> bool:
    """Whether a Western name has its legal form."""
    return WESTERN_LEGAL.search(name) is not None


def _without_trade(rest: str, trades: Container[str]) -> str:
    """A name without the trade at its end, as long as two characters and more stay."""
    cut = TRADE.sub("", rest)
    if cut != rest:
        return cut
    core = len(rest) - _place(rest)
    for length in range(min(LONGEST_TRADE, core - BRAND), 1, -1):
        if rest[-length:] in trades:
            return rest[:-length]
    return rest


def _place(name: str) -> int:
    """How many characters of a place the name begins with."""
    return max((length for length in range(2, min(len(name), LONGEST_PLACE) + 1) if name[:length] in places()), default=0)


def core_of(short: str) -> str:
    """A short name without trades; empty where it is nothing else."""
    rest, core = short, TRADE.sub("", short)
    while core != rest:
        rest, core = core, TRADE.sub("", core)
    return core


def is_acronym(short: str) -> bool:
    """Whether it is written in capitals and nothing else is called so: BYD, 3M; not LED."""
    return ACRONYM.fullmatch(short) is not None and short.lower() not in abbreviations()


def is_word(short: str) -> bool:
    """Whether a short name is a word that a text may hold without a firm in mind: 长江, 华东, 新时代, 精密机械."""
    core = core_of(short)
    return not core or short in places() or short in common() or (len(core) == BRIEF and core[1:] in liked())


def goes_on(before: str, word: str, after: str, *, likely: bool) -> bool:
    """Whether two characters between these two texts are a part of other words (其中天然气 holds no 中天), or of a place's name.

    ``likely``: whether a text may well mean the name; then it takes a word on both sides to say that it does not, else one.
    """
    if PLACE.match(after) or _within(before, word, after):
        return True
    left = before != "" and before[-1] not in APART and (word[0] in APART or _is_known(before[-1] + word[0]))
    right = word[1] in APART or (after != "" and after[0] not in APART and _is_known(word[1] + after[0]))
    return (left and right) if likely else (left or right)


def _within(before: str, word: str, after: str) -> bool:
    """Whether it is a part of a longer word: 算机 of 计算机."""
    said, at, end = before + word + after, len(before), len(before) + len(word)
    starts, ends = range(max(at - BEYOND, 0), at + 1), range(end, min(end + BEYOND, len(said)) + 1)
    return any(_is_known(said[first:last]) for first in starts for last in ends if last - first > len(word))


def _is_known(word: str) -> bool:
    return word in common() or word in places()
