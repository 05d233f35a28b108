"""What the cells of the grid of years say: pieces of text, each in its ink. They state what the diagnosis holds and conclude nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from diagnosis.errors import Invalid
from diagnosis.framework import Indicator
from diagnosis.ranges import implausible, indicator_type
from diagnosis.result import Computed, Figure
from reports.numbers import decimals_of, norm_number, number
from ui.widgets.wording import Words
from ui.widgets.year_cells import Held

FULL = 6  # decimals: a value that was entered is shown as it was typed


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one ink, a field of ``Tones``."""

    text: str
    ink: str = "ink"
    strong: bool = False
    small: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """One line, or two."""

    first: Line = ()
    second: Line = ()

    @property
    def text(self) -> str:
        """All of it, as a screen reader says it and as it is copied."""
        return " · ".join(words for line in (self.first, self.second) if (words := " ".join(piece.text for piece in line if piece.text)))


def typed(said: Words, value: float) -> str:
    """A value as it was entered."""
    return number(value, FULL, said.lang)


def year_face(said: Words, indicator: Indicator, held: Held, computed: Computed | None, *, in_force: bool) -> Face:
    """A year: what was entered, below it how many rows there are; else what was computed for this very year, with the word; or the dash."""
    below: list[Piece] = []
    if held.apart:
        below.append(Piece(said.say("years.respondents", count=held.rows), "muted", small=True))
    elif held.rows > 1:
        below.append(Piece(said.say("years.rows", count=held.rows), "caution", small=True))
    if held.draft is not None:
        return Face((Piece(" ".join(held.draft.split()), "danger"),), tuple(below))
    if held.value is None:
        if computed is not None:
            return Face(
                (Piece(number(computed.value, decimals_of(computed.value, indicator), said.lang), "muted"),), (_word(said, "why.computed"),)
            )
        return Face((Piece(said.dash, "border"),), tuple(below))
    value = number(held.value, decimals_of(held.value, indicator), said.lang) if held.apart else typed(said, held.value)
    odd = implausible(indicator, held.value) is not None
    return Face((Piece(value, "caution" if odd else "ink", strong=in_force),), tuple(below))


def _word(said: Words, key: str) -> Piece:
    return Piece(said.say(key), "muted", small=True)


def norm_face(said: Words, indicator: Indicator, figure: Figure | None) -> Face:
    """The norm, whether the value in force reaches it, and what kind of norm it is."""
    norm = indicator.norm
    if norm is None:
        return Face((Piece(said.dash, "border"),))
    limits = norm.bands if norm.value is None else (norm.value,)
    values = "/".join(norm_number(value, said.lang) for value in limits)
    about = _word(said, "years.background" if norm.background else f"years.basis.{norm.basis}")
    first = Piece(values + ("%" if indicator.unit == "%" else ""))
    reached = None if figure is None else figure.reached
    if reached is not None:
        mark = Piece(said.say("years.reached" if reached else "years.missed"), "muted" if reached else "caution", small=True)
        return Face((first, about), (mark,))
    return Face((first, about)) if norm.value is not None else Face((first,), (about,))


def force_face(said: Words, figure: Figure | None) -> Face:
    """The value in force with its origin, how much of the lists it covers, and the computed value beside an entered one."""
    if figure is None:
        return Face((Piece(said.dash, "border"),))
    indicator, silent = figure.indicator, figure.why_not is not None
    entered = figure.origin == "entered" and indicator.kind != "rated"
    value = typed(said, figure.value) if entered else number(figure.value, decimals_of(figure.value, indicator), said.lang)
    first = (Piece(value, "muted" if silent else "ink", strong=not silent), _word(said, f"why.{figure.origin}"))
    return Face(first, tuple(_beside(said, figure)))


def _beside(said: Words, figure: Figure) -> Iterable[Piece]:
    computed = figure.computed
    if figure.respondents is not None:
        yield Piece(said.say("years.respondents", count=figure.respondents), "muted", small=True)
    if figure.origin == "entered" and computed is not None:
        ink = "caution" if figure.differs else "muted"
        sign = "≠ " if figure.differs else ""
        value = number(computed.value, decimals_of(computed.value, figure.indicator), said.lang)
        yield Piece(f"{sign}{said.say('why.computed')} {value}", ink, small=True)
    if computed is not None and computed.coverage is not None:
        yield Piece(said.percent(computed.coverage), "muted", small=True)
    if figure.why_not is not None:
        yield _word(said, "why.no-evidence")


def remark(said: Words, indicator: Indicator, held: Held) -> tuple[str, str]:
    """What is to be said about one year's cell, with the look of the label: refused, several rows, respondents, implausible."""
    if held.draft is not None:
        return _refused(said, indicator, held.draft, held.value), "error"
    if held.apart:
        return said.say("years.remark-apart", count=held.rows), "small"
    if held.rows > 1:
        return said.say("years.remark-rows", count=held.rows), "advice"
    doubt = None if held.value is None else implausible(indicator, held.value)
    return ("", "small") if doubt is None else (said.of(doubt), "advice")


def _refused(said: Words, indicator: Indicator, draft: str, kept: float | None) -> str:
    try:
        indicator_type(indicator).parse_pasted(draft)
    except Invalid as verdict:
        why = said.of(verdict.text())
    else:
        why = said.say("years.not-taken")
    key = "years.refused" if kept is None else "years.refused-kept"
    return said.say(key, draft=" ".join(draft.split()), why=why, kept="" if kept is None else typed(said, kept))
