"""How figures are told: the value, where it is from, what it is compared with, and why it may not speak."""

import re
from collections.abc import Iterable, Sequence

from diagnosis.framework import Indicator, Norm
from diagnosis.result import Figure, SignalReading
from diagnosis.text import Lang, Text
from reports.bearing import computed_from, counts, partial, reached, unread
from reports.below import LONGEST, begun
from reports.blocks import Align, Column, Table, clean
from reports.context import Context
from reports.few import few
from reports.numbers import amount, bands_amount, decimals_of, difference, norm_amount, norm_number, number, share
from reports.typed import full_width

PUBLISHED = ("published", "target")
COUNTS = ("家", "人", "个")
OFFICES = ("bureau", "office", "authority", "government", "association", "organisation")
NAMES = 12  # as many names as a sentence can carry
BOTH, CHINESE, ENGLISH = re.compile(r" / "), re.compile("[\u4e00-\u9fff]"), re.compile("[a-z]{3}")
TOLD = 4  # figures that miss their norm, told one by one


def cited(context: Context, figure: Figure) -> str:
    """The brackets after a value: year, source and note of an entered figure, rows behind a computed one."""
    words: list[str] = []
    if figure.year is not None:
        words.append(context.say("cite.year", year=figure.year))
    if figure.respondents is not None:
        words.append(context.say("cite.respondents" if figure.respondents > 1 else "cite.respondent", count=figure.respondents))
    if figure.origin == "entered":
        source = _shown(context, context.text(figure.source))
        words.append(context.say("cite.source", source=source) if source else context.say("cite.no-source"))
    elif figure.computed is not None:
        words.append(computed_from(context, figure))
    if figure.note:
        words.append(context.say("cite.note", note=_shown(context, figure.note)))
    return context.say("cite.brackets", words=context.say("cite.comma").join(words))


def service(context: Context, key: str) -> Text:
    """A public service by its name, which in Chinese ends in 服务 once."""
    name = context.diagnosis.framework.services[key]
    return Text(name.zh.removesuffix("服务") + "服务", name.en)


def valued(context: Context, indicator: Indicator, value: float) -> str:
    """An indicator with its value, in a list; English counts need no unit beside a name that says what is counted."""
    bare = _bare(context, indicator)
    told = number(value, decimals_of(value, indicator), "en") if bare else amount(value, indicator, context.lang)
    figure = context.diagnosis.figures.get(indicator.id)
    if figure is not None and figure.value == value:
        told = context.fact(f"{indicator.id}:bare" if bare else indicator.id, told)
    return context.say("reading", name=context.inside(indicator.short), value=told)


def _bare(context: Context, indicator: Indicator) -> bool:
    return context.lang == "en" and indicator.unit in COUNTS


def one_line(user_text: str) -> str:
    """What somebody typed, as part of a sentence."""
    return " ".join(clean(user_text).split())


def prose(user_text: str) -> str:
    """The same of words that are no name, in the punctuation of print: a name stays as it is registered."""
    return full_width(one_line(user_text))


def remark(user_text: str, lang: Lang) -> str:
    """A source or a note, on one line; of one that was typed in both languages (近 / nearly, or a line each) the report's."""
    lines = [line.strip() for line in clean(user_text).split("\n") if line.strip()]
    parts = lines if len(lines) == 2 else BOTH.split(one_line(user_text))
    if len(parts) == 2 and CHINESE.search(parts[0]) and ENGLISH.search(parts[1]) and not CHINESE.search(parts[1]):
        return prose(parts[lang == "en"])
    return prose(user_text)


def _shown(context: Context, user_text: str) -> str:
    """A source or a note in a sentence or beside a value; of a long one the beginning, as appendix 乙 has it in full."""
    words = remark(user_text, context.lang)
    return words if len(words) <= LONGEST[context.lang] else begun(words, LONGEST[context.lang]) + context.say("gap.more")


def basis(context: Context, norm: Norm) -> str:
    """In brackets, what a norm is and where it was published; empty where this method or common practice sets it (appendix 乙 says so)."""
    if norm.basis not in PUBLISHED:
        return ""
    parts = [context.inside(norm.note)] if norm.note else []
    return context.say("cite.brackets", words=context.clauses([*parts, context.inside(norm.source)]))


def norm_words(context: Context, figure: Figure) -> str:
    """The norm of an indicator in a table cell: the value or the bands, or a dash."""
    norm = figure.indicator.norm
    if norm is None:
        return context.say("dash")
    if norm.value is not None:
        return norm_amount(norm.value, figure.indicator, context.lang)
    return bands_amount(norm.bands, figure.indicator, context.lang)


def comparison(context: Context, figures: Iterable[Figure], *, alone: bool = False) -> str:
    """Figures against their norms, worst first; then those that only have a background, and those that may not speak.

    ``alone``: of one that has just been named with its value.
    """
    found = list(figures)
    with_value = [
        (figure, figure.indicator.norm.value) for figure in found if figure.indicator.norm and figure.indicator.norm.value is not None
    ]
    diagnosis = context.diagnosis
    missed = [(figure, norm) for figure, norm in with_value if reached(diagnosis, figure) is False]
    missed.sort(key=lambda pair: -abs(pair[0].value - pair[1]) / (abs(pair[1]) or 1.0))
    met = [figure for figure, norm in with_value if reached(diagnosis, figure)]
    sentences = []
    if len(missed) + len(met) > 1:
        two = "-two" if len(missed) + len(met) == 2 else ""
        key = "norms.both" if missed and met else f"norms.missed{two}" if missed else f"norms.met{two}"
        sentences.append(context.say(key, total=len(missed) + len(met), missed=len(missed), met=len(met)))
    if alone:
        sentences += [context.say("norms.one-reached", norm=norm_words(context, figure)) for figure in met]
        sentences += [against(context, figure, None) for figure, _ in missed]
    told = [] if alone else missed
    known: set[str] = set()
    sentences += [against(context, figure, position, known) for position, (figure, _) in enumerate(told[:TOLD])]
    if len(told) > TOLD:
        sentences.append(context.say("norms.more-missed", told=_beside(context, (figure for figure, _ in told[TOLD:]))))
    if met and not alone:
        sentences.append(context.say("norms.reached", told=_beside(context, met)))
    background = [figure for figure, _ in with_value if unread(diagnosis, figure) is None and figure.reached is None]
    if background:
        sentences.append(context.say("norms.background", told=_beside(context, background)))
    bands = [figure for figure in found if figure.indicator.norm and figure.indicator.norm.bands and unread(diagnosis, figure) is None]
    if bands:
        sentences.append(context.say("norms.bands", told=context.clauses(banded(context, figure) for figure in bands)))
    return context.sentences([*sentences, silent(context, found), *(differing(context, figure) for figure in found)])


def _beside(context: Context, figures: Iterable[Figure]) -> str:
    """Values with their norms in brackets."""
    return context.series(
        context.say("norms.beside", name=context.inside(figure.indicator.short), **_pair(context, figure)) for figure in figures
    )


def _pair(context: Context, figure: Figure) -> dict[str, str]:
    """A value and its norm, counts in English without their unit."""
    norm = figure.indicator.norm
    if not _bare(context, figure.indicator) or norm is None or norm.value is None:
        return {"value": context.amount(figure), "norm": norm_words(context, figure)}
    value = context.fact(f"{figure.indicator.id}:bare", number(figure.value, decimals_of(figure.value, figure.indicator), "en"))
    return {"value": value, "norm": norm_number(norm.value, "en")}


def banded(context: Context, figure: Figure) -> str:
    """A value, the band it lies in, and what that means where the framework says so."""
    norm = figure.indicator.norm
    bands, classes = (norm.bands, norm.classes) if norm else ((), ())
    facts = {"name": context.inside(figure.indicator.short), "value": context.amount(figure), "band": _band(context, figure, bands)}
    if not classes:
        return context.say("norms.banded", **facts)
    return context.say("norms.classed", **facts, meaning=classes[sum(band <= figure.value for band in bands)])


def against(context: Context, figure: Figure, position: int | None, known: set[str] | None = None) -> str:
    """A sentence on a figure that misses its norm: by how much, and what the norm is; without a position of one that was just named.

    ``known``: what norms the paragraph has explained already, and does not explain once more; added to.
    """
    norm = figure.indicator.norm
    assert norm is not None
    assert norm.value is not None
    other, apart = beside(context, figure, norm.value)
    why = basis(context, norm)
    facts = {
        "name": context.inside(figure.indicator.short),
        "value": context.amount(figure),
        "basis": "" if known is not None and why in known else why,
        "norm": other,
        "difference": apart,
    }
    if known is not None:
        known.add(why)
    side = "above" if figure.value > norm.value else "below"
    return context.say(f"norms.one-{side}", **facts) if position is None else context.turn(f"norm-{side}", position, **facts)


def beside(context: Context, figure: Figure, other: float) -> tuple[str, str]:
    """A norm or a limit beside a value, and how far apart the two are; of what English counts the value alone has the unit."""
    indicator = figure.indicator
    if _bare(context, indicator):
        return norm_number(other, "en"), difference(figure.value, other, indicator, "en").partition(" ")[0]
    return norm_amount(other, indicator, context.lang), difference(figure.value, other, indicator, context.lang)


def _band(context: Context, figure: Figure, bands: tuple[float, ...]) -> str:
    """Which band a value lies in."""
    low = [band for band in bands if band <= figure.value]
    high = [band for band in bands if band > figure.value]
    words = [norm_amount(limit, figure.indicator, context.lang) for limit in (*low[-1:], *high[:1])]
    if not low:
        return context.say("band-below", limit=words[0])
    if not high:
        return context.say("band-above", limit=words[0])
    whole = figure.indicator.unit == "%" or (context.lang == "en" and words[0].startswith("TRL"))  # it stands before the number
    first = words[0] if whole else norm_number(low[-1], context.lang)
    return context.say("band-between", low=first, high=words[1])


def silent(context: Context, figures: Iterable[Figure]) -> str:
    """Which figures are shown but do not count, and why: one sentence a reason; empty where all may speak."""
    reasons: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        reason = unread(context.diagnosis, figure)
        if reason is not None:
            reasons.setdefault((_silence(figure), context.text(context.why(reason.text()))), []).append(figure)
    named = {key: context.join(context.inside(figure.indicator.short) for figure in found) for key, found in reasons.items()}
    sentences, alone = [], []
    for (key, why), names in named.items():
        both = ("silent", why) in named and ("silent-partial", why) in named
        if not both and key == "silent":
            alone.append((names, why))
        elif not both:
            sentences.append(context.say(key, names=names, why=why))
        elif key == "silent":  # of one reason one sentence
            sentences.append(context.say("silent-both", names=names, partial=named["silent-partial", why], why=why))
    if len(alone) == 1:
        sentences.insert(0, context.say("silent", names=alone[0][0], why=alone[0][1]))
    elif alone:
        told = context.clauses(context.say("silent-each", names=names, why=why) for names, why in alone)
        sentences.insert(0, context.say("silent-many", told=told))
    return context.sentences(sentences)


def _silence(figure: Figure) -> str:
    return "silent-partial" if partial(figure) else "silent"


def differing(context: Context, figure: Figure) -> str:
    """The entered and the computed value of a figure, where they are more than 5 % apart; else empty."""
    if not figure.differs or figure.computed is None:
        return ""
    computed = amount(figure.computed.value, figure.indicator, context.lang)
    return context.say("differs", name=figure.indicator.name, entered=context.amount(figure), computed=computed)


def reading_value(context: Context, reading: SignalReading) -> str:
    """The value of a reading with its unit, or what was answered on a public service."""
    if reading.signal is None:
        return context.say("service-in-place" if reading.value else "service-missing", name=service(context, reading.indicator))
    return valued(context, context.diagnosis.framework.indicators[reading.indicator], reading.value or 0.0)


def actors(context: Context, who: Iterable[Text]) -> str:
    """Who is to act, in a sentence: English puts an article before an office."""
    return context.names(_office(context, name) for name in who)


def _office(context: Context, name: Text) -> str:
    needs = context.lang == "en" and name.en.rsplit(" ", 1)[-1] in OFFICES
    return f"the {context.inside(name)}" if needs else context.inside(name)


def names_of(context: Context, names: Sequence[str | None], more: str = "and-more") -> str:
    """As many names as a sentence can carry, and how many more there are."""
    found = [one_line(name) for name in names if name and one_line(name)]
    if len(found) <= NAMES:
        return context.names(found)
    return context.say(more, names=context.series(found[:NAMES]), count=len(found))


def figure_row(context: Context, figure: Figure) -> tuple[str, ...]:
    """Indicator, value, year, norm, and what stands behind the value."""
    value = context.amount(figure)
    words = (
        [context.say("differs-cell", computed=amount(figure.computed.value, figure.indicator, context.lang))]
        if figure.differs and figure.computed
        else []
    )
    reason = unread(context.diagnosis, figure)
    if figure.origin == "computed" and figure.computed is not None:
        if reason is None or not counts(reason):
            words.insert(0, computed_from(context, figure))
    else:
        words.insert(0, _shown(context, context.text(figure.source)) or context.say("no-source-cell"))
    if figure.respondents is not None:
        words.append(context.say("respondents-cell", count=figure.respondents))
    if figure.note:
        words.append(_shown(context, figure.note))
    if reason is not None:
        words.append(context.say(f"{_silence(figure)}-cell", why=context.why(reason.text())))
    year = str(figure.year) if figure.year is not None else context.say("dash")
    return (context.text(figure.indicator.name), value, year, norm_words(context, figure), context.clauses(words))


def figures_table(context: Context, key: str, figures: Iterable[Figure]) -> Table:
    """Figures with their year, norm and source."""
    shape: dict[Lang, tuple[float, ...]] = {"zh": (26, 14, 8, 13, 39), "en": (28, 14, 6, 13, 39)}
    heads: tuple[tuple[str, Align], ...] = (
        ("indicator", "left"),
        ("value", "right"),
        ("year", "center"),
        ("norm", "right"),
        ("behind", "left"),
    )
    columns = tuple(
        Column(context.say(f"head.{head}"), width, align) for (head, align), width in zip(heads, shape[context.lang], strict=True)
    )
    rows = tuple(figure_row(context, figure) for figure in figures)
    return Table(key=f"table-{key}", title=context.say(f"table.{key}"), columns=columns, rows=rows, note=context.say("note.figures"))


def group_figures(context: Context, *groups: str) -> list[Figure]:
    """The figures of some groups, in the framework's order."""
    return [figure for figure in context.diagnosis.figures.values() if figure.indicator.group in groups]


def missing_names(context: Context, *groups: str) -> list[str]:
    """Short names of the indicators of some groups that have no value."""
    found = context.diagnosis.figures
    return [
        context.inside(entry.short)
        for entry in context.diagnosis.framework.indicators.values()
        if entry.group in groups and entry.id not in found and entry.id not in context.hidden
    ]


def firms_counted(context: Context, name: str, count: int) -> str:
    """How many firms there are of a kind; the public is not told how few."""
    return context.say("public.few" if context.public and few(count) else "counted", name=name, count=count)


def element_score(context: Context, name: Text, score: float | None, coverage: float) -> str:
    """An element with its score and coverage, in a list."""
    if score is None:
        return context.say("support.features.element-none", name=context.inside(name))
    return context.say(
        "support.features.element", name=context.inside(name), score=number(score, 1, context.lang), coverage=share(coverage)
    )


def score_words(context: Context, score: float | None, coverage: float) -> str:
    """A profile score with its coverage, or that there is none."""
    if score is None:
        return context.say("score-none")
    return context.say("score", score=number(score, 1, context.lang), coverage=share(coverage))
