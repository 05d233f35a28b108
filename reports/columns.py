"""Columns of a table of survey data: as wide as what stands in them needs, on a page that has the room."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from diagnosis.text import Lang
from reports.blocks import DENSE
from reports.text_width import ems, fit, longest_word

# what a page has room for, in ems of the table text, and what the margins of a cell take
PORTRAIT, LANDSCAPE, MARGIN = {"zh": 42.0, "en": 53.0}, {"zh": 60.0, "en": 82.0}, 0.75
BOLD, ROUNDING = 1.1, 0.35  # a head beside a cell; ems that keep a word from being torn by a hair
NATURAL, UNTORN, THREAD = 40.0, 9.0, 4.2  # ems: as wide as a column gets, as a word is kept whole, as a long text may become
SHORT = 5.0  # ems of a head that stands on one line, where everything else has room


@dataclass(frozen=True, slots=True)
class Fitted:
    """Widths of the columns; ``wide``: on a landscape page; ``dense``: in smaller type."""

    widths: tuple[float, ...]
    wide: bool
    dense: bool


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]], lang: Lang) -> Fitted:
    """The widths for these heads (a unit on a line of its own) and cells."""
    measure, longest = (partial(function, chinese=lang == "zh", sans=lang == "en") for function in (ems, longest_word))
    columns = [[row[place] for row in rows] for place in range(len(heads))]
    naturals = []
    least = []
    unbroken = []  # heads on one line
    for head, cells in zip(heads, columns, strict=True):
        label, _, unit = head.partition("\n")
        widths = sorted(map(measure, cells))
        usual = widths[int(0.9 * (len(widths) - 1))]  # one long name does not stretch a column
        whole = BOLD * max(measure(unit), min(UNTORN, max(longest(label), measure(label) / (2 if unit else 3))))
        least.append(max(whole, min(UNTORN, max(map(longest, cells))), min(THREAD, widths[-1])) + ROUNDING)
        naturals.append(min(NATURAL, max(least[-1], BOLD * measure(label) / 2, usual + ROUNDING)))
        unbroken.append(BOLD * measure(label) + ROUNDING if measure(label) <= SHORT else 0.0)
    margins = MARGIN * len(heads)
    wide = sum(min(natural, 12.0) for natural in naturals) + margins > PORTRAIT[lang]
    room = (LANDSCAPE if wide else PORTRAIT)[lang]
    dense = wide and sum(least) + margins > 0.85 * room
    space = room / (DENSE if dense else 1.0) - margins
    if sum(map(max, naturals, unbroken)) <= space:
        naturals, least = ([*map(max, widths, unbroken)] for widths in (naturals, least))
    widths = fit(naturals, least, space)
    return Fitted(tuple(width + MARGIN for width in widths), wide, dense)
