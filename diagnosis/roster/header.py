"""What the header of a column says beside its name: the unit, the year, and that it is about something else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from diagnosis.fieldtypes import CountType, MoneyType
from diagnosis.fieldtypes.numbers import FIRST_YEAR, SIGNED, folded
from diagnosis.questionnaire import Part, Question
from diagnosis.roster.words import PART, Target, bare, words
from diagnosis.text import fold

BRACKETS = re.compile(r"[(\[{<【〔]([^()\[\]{}<>【】〔〕]*)[)\]}>】〕]")  # after folding, full-width ones are plain
YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])\s*年?[度末底]?|(?<![0-9])([0-9]{2})\s*年[度末底]?")
RELATIVE = {"本年": 0, "当年": 0, "今年": 0, "上年": -1, "去年": -1, "上一年": -1, "前年": -2}
PARTIAL = re.compile(
    r"[0-9]{1,2}\s*月?\s*[-—–~至到]\s*[0-9]{1,2}\s*月|[上下]半年|[一二三四1-4]季度|前三季|截[至止].{0,8}[0-9]月|本月|当月"
    r"|/\s*[月季日天]|(?:19|20)[0-9]{2}\s*年?\s*[-—–~至到]\s*(?:(?:19|20)[0-9]{2}|[0-9]{2}年)"  # 万元/月; 2020-2022, which is several
)
WHOLE = re.compile(r"(?<![0-9])0?1\s*月?\s*[-—–~至到]\s*12\s*月")  # 1-12月 is no part of a year
ORDINAL = re.compile(r"^\s*(?:[(]?[0-9]{1,2}[)、.](?![0-9])|[一二三四五六七八九十]{1,2}、|[(][一二三四五六七八九十]+[)])\s*")
FOOTNOTE = re.compile("[¹²³⁰⁴-⁹①-⑳*＊※^]+[0-9]*")  # its mark
LONG = 4  # characters
LONGEST_UNIT = 6  # the same of one of another currency (百万美元); what is longer names whoever fills the table in
NOW = 10_000  # later than any year of four digits
BEFORE = r"[^\w/*#—–-]*"  # a dash or a slash before a digit says that there is nothing, and where the footnote is
YUAN = re.compile("人民币|renminbi|rmb|cny|yuan|元")
SCALES = {  # as other lists write them
    **dict.fromkeys(("k", "thousand", "thousands"), "千"),
    **dict.fromkeys(("萬", "10000", "10k", "tenthousand"), "万"),
    **dict.fromkeys(("m", "mm", "mn", "mln", "million", "millions"), "百万"),
    **dict.fromkeys(("億", "100million", "hundredmillion"), "亿"),
    **dict.fromkeys(("bn", "billion", "billions"), "十亿"),
}
FIGURE = re.compile(
    rf"{BEFORE}(?:约|大约|大概|近|接近|超|超过|不到|不足|至少|最多|预计|估计|about|approx|over|under)?{BEFORE}-?[.]?[0-9]", re.IGNORECASE
)
OWN_UNIT = re.compile("[%‰$€£元百千万亿人名个件项家位户年月]|yuan|rmb|usd|million|billion|thousand", re.IGNORECASE)
PER_CENT = re.compile("[%‰％]")
FOREIGN = re.compile("[$€£]")


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it is understood. ``year``: counted from this one where it is below 1000; ``names``: what it may be known by."""

    text: str
    names: tuple[str, ...]
    unit: str | None = None
    year: int | None = None
    partial: bool = False  # a part of a year
    other: bool = False  # about something else than it seems: a rate, a plan, another currency

    @property
    def key(self) -> str:
        """What it is remembered by: without unit and year, which the next roster has anew."""
        return self.names[0] if self.names else bare(self.text)

    @property
    def latest(self) -> float:
        """By how late its year is; what is of no year is of now, as what is of this one."""
        return self.year if self.year is not None and self.year >= FIRST_YEAR else NOW + (self.year or 0)

    @property
    def target(self) -> Target | None:
        """What the table of synonyms says."""
        if self.other:
            return None
        return next((found for name in self.names if (found := words().targets.get(name)) is not None), None)


def read_header(parts: tuple[str, ...]) -> Header:
    """A header of one or more lines, the topmost first."""
    texts = [fold(FOOTNOTE.sub("", part)) for part in parts if part.strip()]
    whole = " ".join(" ".join(text.split()) for text in texts)
    year = _year(whole)
    return Header(
        text=whole,
        names=_names(texts),
        unit=next((unit for text in reversed(texts) if (unit := header_unit(text)) is not None), None),
        year=year,
        partial=PARTIAL.search(WHOLE.sub(" ", whole)) is not None,
        other=_is_other(whole),
    )


def divides(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a line of texts says which part of a header each column is about: 上年, 本年, 增长 below 营业收入 and two empty cells.

    It has no numbers but years. Merged cells, which would tell as well, leave such gaps on the clipboard and in a text file.
    """
    texts = [folded(text) for text in below if text.strip()]
    numbers = any(text[:1].isascii() and SIGNED.fullmatch(text) and not YEAR.fullmatch(text) for text in texts)
    return len(texts) > 1 and not numbers and any(text.strip() and not head.strip() for head, text in zip(above, below, strict=False))


def fields_named(part: Part, cells: Sequence[str]) -> Mapping[int, str | None]:
    """The fields of ``part`` that a row names as a header does, by the place of the cell; nothing for a row of answers.

    It is a header when it names two fields, or nothing but fields. The latest year comes first; ``None``: about a part of a year, a plan
    or another currency, and not what the field asks.
    """
    labels = {bare(name): question.id for question in part.questions for name in (question.label.zh, question.label.en)}
    heads = {place: read_header((cell,)) for place, cell in enumerate(cells)}
    named = {place: field for place, cell in enumerate(cells) if (field := _field(cell, heads[place], labels, of_firms=part.id == PART))}
    if len(set(named.values())) < 2 and len(named) < sum(bool(cell.strip()) for cell in cells):
        return {}
    order = sorted(named, key=lambda place: (-heads[place].latest, place))
    return {place: None if _is_beside(cells[place], heads[place], labels) else named[place] for place in order}


def _is_beside(cell: str, header: Header, labels: Mapping[str, str]) -> bool:
    """Whether it names a field, and is about something else."""
    return (header.other or header.partial) and bare(cell) not in labels


def _field(cell: str, header: Header, labels: Mapping[str, str], *, of_firms: bool) -> str | None:
    """What a cell names, if anything; a choice that firms tick is an answer as well, and names nothing."""
    target = header.target if of_firms else None
    if target is not None and target.choice is None:
        return target.field
    return next((labels[name] for name in (bare(cell), *header.names) if name in labels), None)


def unit_named(question: Question, header: str) -> str:
    """The unit of the numbers below this header, to be typed behind them; blank where it is the question's own, or there is none."""
    unit = read_header((header,)).unit if isinstance(question.type, MoneyType | CountType) else None
    return "" if unit is None or (question.unit is not None and unit == bare(question.unit.zh)) else unit


def in_unit(cell: str, unit: str) -> str:
    """A cell as it is typed: a number that has no unit is in this one, also one that cannot be read as it stands (约300).

    What begins with a word (N/A 1, 见注2) is no number.
    """
    text = folded(cell)
    is_alone = SIGNED.fullmatch(text) or (FIGURE.match(text) and not OWN_UNIT.search(text))
    return f"{cell.strip()}{unit}" if unit and is_alone else cell


def header_unit(text: str) -> str | None:
    """A unit of money or of counts in brackets, after a slash or a colon, or alone; none where there are two of money (万元/亿元)."""
    text = fold(text)
    for piece in (*BRACKETS.findall(text), *re.split(r"[/:,;]", text)[1:], text):
        whole = unit_called(piece)
        found = [whole] if whole else [unit for word in re.split(r"[\s:/,;、或]+", piece.strip()) if (unit := unit_called(word))]
        if found:
            return None if len({each for unit in found if (each := words().money.get(unit))}) > 1 else found[0]
    return None


def unit_called(text: str) -> str | None:
    """The unit of this name: 万元, 千元人民币 (千元), RMB million (百万元), million (百万); a currency alone says no more than that."""
    name = bare(text.strip().removeprefix("单位"))
    if name in words().money or name in words().count:
        return name
    scale = YUAN.sub("", name)
    unit = SCALES.get(scale, scale) + ("" if scale == name else "元")
    return unit if (scale or name == "yuan") and (unit in words().money or unit in words().count) else None


def money_unit(text: str) -> str | None:
    """The unit of money that a line above the table names ("单位：万元"), where it names no other also one of another currency."""
    said = re.findall(r"(?:单位|货币|金额)[^:]{0,6}:\s*(?=([^:]+))", fold(text))
    pieces = (piece.split() for each in said for piece in re.split("[、,;/()]", each) if piece.strip())
    found = [unit_called("".join(words_[:2])) or unit_called(words_[0]) or words_[0] for words_ in pieces]  # RMB million, 人民币 元
    units = [word for word in found if word in words().money]
    foreign = (word for word in found if len(word) <= LONGEST_UNIT and is_foreign(word))
    return next(chain(filter(YUAN.search, units), foreign, units), None)  # the million of US$ million is none of yuan


def is_foreign(text: str) -> bool:
    """Whether it names another currency."""
    known = bare(text)
    return FOREIGN.search(text) is not None or any(mark in known for mark in words().foreign)


def _names(texts: list[str]) -> tuple[str, ...]:
    """Bare names: all lines together, and the last one, each also without what may stand before and after it.

    A short last line says too little below a line that names something else (园区 / 名称).
    """
    units = {**words().money, **words().count}
    named = [name for text in texts if bare(text) not in units for piece in _pieces(text) if (name := bare(piece))]
    if not named:
        return ()
    alone = len(named[-1]) >= LONG or words().groups.fullmatch("".join(named[:-1]))
    before = "".join(named[:-1]) if named[-1] in units else ""  # 从业人员 人, and not 企业 家
    whole = ["".join(named), *([named[-1]] if alone else []), *([before] if len(before) >= LONG else [])]
    return tuple(dict.fromkeys(form for name in whole for form in (name, _stripped(name)) if form))


def _pieces(text: str) -> list[str]:
    """What stands between spaces, without the unit behind it; of letters that are set apart (人 数) none is one."""
    pieces = _plain(text).split()
    is_unit = len(pieces) > 1 and (pieces[-1] == "元" or len(pieces[-1]) > 1) and header_unit(pieces[-1]) is not None
    return pieces[:-1] if is_unit else pieces


def _plain(text: str) -> str:
    text = ORDINAL.sub("", text)
    while BRACKETS.search(text):
        text = BRACKETS.sub(" ", text)
    return re.split("[/:,]", YEAR.sub(" ", PARTIAL.sub(" ", text)))[0] if header_unit(text) else YEAR.sub(" ", PARTIAL.sub(" ", text))


def _stripped(name: str) -> str:
    """Without words like 全年 before or 情况 after it."""
    before = None
    while before != name:
        before = name
        for affix in words().affixes:
            name = (name.removeprefix(affix).removesuffix(affix)) or name
    return name


def _year(text: str) -> int | None:
    if found := YEAR.search(text):
        return int(found[1]) if found[1] else 2000 + int(found[2])
    return next((years for word, years in RELATIVE.items() if word in text), None)


def _is_other(text: str) -> bool:
    known = bare(text)
    return PER_CENT.search(text) is not None or is_foreign(text) or any(mark in known for mark in words().other)
