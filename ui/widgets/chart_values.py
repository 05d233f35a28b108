"""A diagnosis as the values that the screen's charts show."""

from diagnosis.framework import TYPE_IDS, Framework, TypeId
from diagnosis.result import Classification, Diagnosis
from reports.chart import LOW_COVERAGE, Radar, StackedBars
from ui.widgets.wording import Words


def radar(diagnosis: Diagnosis, said: Words) -> Radar:
    """The elements that the type has items for; those without a score stay as empty axes."""
    assessed = (entry for entry in diagnosis.elements if entry.assessed)
    axes = tuple((said.of(entry.element.short), entry.score, entry.coverage < LOW_COVERAGE) for entry in assessed)
    return Radar(axes=axes, hollow_label=said.say("diagnosis.hollow"), none_label=said.dash)


def criterion_numbers(framework: Framework) -> dict[str, int]:
    """criterion -> the number it has on the page and on its pieces of the bars: its place in the framework, from 1."""
    return {name: number for number, name in enumerate(framework.criteria, start=1)}


def type_scores(found: Classification, said: Words) -> StackedBars:
    """A bar a type, made of what each criterion adds to its score; numbered as on the page."""
    criteria = said.framework.criteria
    numbers = criterion_numbers(said.framework)

    def pieces(type_id: TypeId) -> tuple[tuple[int, float], ...]:
        return tuple(
            (numbers[part.criterion], part.weight * part.parts[type_id] / found.coverage)
            for part in found.contributions
            if part.parts[type_id] > 0
        )

    return StackedBars(
        rows=tuple((said.type_short(type_id), pieces(type_id)) for type_id in TYPE_IDS),
        legend=tuple((number, said.of(criteria[name].name)) for name, number in numbers.items()),
        lead=None if found.type is None else TYPE_IDS.index(found.type),
    )
