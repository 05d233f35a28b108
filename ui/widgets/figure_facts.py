"""What the diagnosis says of a list, in two lines: its figures, and why some of them may not count."""

from collections.abc import Sequence

from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from ui.widgets.wording import words

ALWAYS = 2
MARKS = ("*", "†", "‡", "§", "¶")  # one for each reason, as in the notes of a table


def figure_facts(diagnosis: Diagnosis, indicators: Sequence[str], lang: Lang) -> str:
    """The figures of these indicators, a dash where one of the first two has no value; below, why those that are marked may not count.

    Empty when none of them has a value.
    """
    said, reasons, told = words(diagnosis, lang), list[str](), list[str]()
    for place, name in enumerate(indicators):
        indicator, figure = diagnosis.framework.indicators[name], diagnosis.figures.get(name)
        if figure is None and place >= ALWAYS:
            continue
        mark = ""
        if figure is not None and figure.why_not is not None:
            reason = said.of(figure.why_not.text())
            reasons += [] if reason in reasons else [reason]
            mark = MARKS[reasons.index(reason) % len(MARKS)]
        value = said.amount(indicator, figure.value if figure is not None else None)
        told.append(said.say("chain.figure", name=indicator.short, value=value, mark=mark))
    if not diagnosis.figures.keys() & set(indicators):
        return ""
    notes = (said.say("chain.silent", mark=mark, reason=reason) for mark, reason in zip(MARKS, reasons, strict=False))
    return "\n".join(line for line in (said.dotted(told), said.dotted(notes)) if line)
