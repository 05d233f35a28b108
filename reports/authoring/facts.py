"""The facts that a text may link to: key -> what it is called and what it reads now, formatted as the report does."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.framework import TYPE_IDS, Indicator
from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from reports.context import Context
from reports.evidence import one_line
from reports.numbers import YUAN, amount, day, decimals_of, fixed, norm_amount, number, share

BARE, NORM = ":bare", ":norm"


@dataclass(frozen=True, slots=True)
class Fact:
    """``value`` is a dash where there is none: missing is not zero."""

    key: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a diagnosis in a language. A key that is none, as an older framework may have had it, reads a dash."""

    of: Mapping[str, Fact]
    dash: str

    def reads(self, key: str) -> str:
        """What a fact reads."""
        found = self.of.get(key)
        return found.value if found is not None else self.dash

    def name(self, key: str) -> str:
        """What a fact is called; one that is not known is called by its key."""
        found = self.of.get(key)
        return found.name if found is not None else key


def facts(diagnosis: Diagnosis, lang: Lang) -> Facts:
    """The facts of a diagnosis: what it is, its type, counts, and every indicator with its norm."""
    context = Context(diagnosis, lang)
    found = {key: Fact(key, context.say(f"linked.{name}"), value) for key, (name, value) in _about(context).items()}
    for indicator in diagnosis.framework.indicators.values():
        found |= {fact.key: fact for fact in _of_indicator(context, indicator)}
    for item in diagnosis.items:
        key = f"gap:{item.item.id}"
        found[key] = Fact(key, context.say("linked.level", name=context.text(item.item.short)), context.grade(item.level, item.state))
    return Facts(found, context.say("dash"))


def _about(context: Context) -> dict[str, tuple[str, str]]:
    diagnosis = context.diagnosis
    found, framework = diagnosis.classification, diagnosis.framework
    kind = context.inside(framework.types[diagnosis.type].name) if diagnosis.type else context.say("dash")
    counts = {f"count:{level}": sum(item.level == level for item in diagnosis.items) for level in (3, 2, 1)}
    survey = diagnosis.survey
    return {
        "cluster": ("cluster", context.cluster),
        "round": ("round", one_line(survey.round.label or "") or context.say("dash")),
        "date": ("date", day(survey.round.date, context.lang) or context.say("dash")),
        "type": ("type", kind),
        **{f"score:{key}": ("score", fixed(found.scores[key], 2)) for key in TYPE_IDS if key == found.type},
        "margin": ("margin", fixed(found.margin, 2) if found.type else context.say("dash")),
        "coverage": ("coverage", share(found.coverage)),
        **{key: (key.replace(":", "-"), str(count)) for key, count in counts.items()},
        "count:unknown": ("count-unknown", str(len(diagnosis.unknown))),
        "count:actions": ("count-actions", str(len(diagnosis.actions))),
        "count:firms": ("count-firms", str(len(survey.enterprises))),
    }


def _of_indicator(context: Context, indicator: Indicator) -> list[Fact]:
    name, dash = context.text(indicator.short), context.say("dash")
    figure = context.diagnosis.figures.get(indicator.id)
    value = amount(figure.value, indicator, context.lang) if figure is not None else dash
    bare = number(figure.value, decimals_of(figure.value, indicator), context.lang) if figure is not None else dash
    found = [Fact(indicator.id, name, value)]
    if context.lang == "zh" or indicator.unit not in YUAN:  # English amounts change their unit with their size
        found.append(Fact(indicator.id + BARE, context.say("linked.bare", name=name), bare))
    if indicator.norm is not None and indicator.norm.value is not None:
        norm = norm_amount(indicator.norm.value, indicator, context.lang)
        found.append(Fact(indicator.id + NORM, context.say("linked.norm", name=name), norm))
    return found
