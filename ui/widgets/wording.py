"""The words of a diagnosis, as the panel and the judging pages say them. They state what the diagnosis holds and conclude nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnosis.checklist import SERVICE_SHORT
from diagnosis.framework import Criterion, Framework, Indicator, Practice, Signal, TypeId
from diagnosis.questionnaire import questionnaire
from diagnosis.result import Assessment, Classification, Diagnosis, ElementScore, Figure, Flip, Recommendation, SignalReading
from diagnosis.text import Lang, Text, phrase
from reports.numbers import amount, norm_amount, norm_number
from ui.widgets.marks import Level

UNKNOWN, NOT_APPLICABLE = "unknown", "na"


@dataclass(frozen=True, slots=True)
class Words:
    """Everything said in one language over one framework."""

    framework: Framework
    lang: Lang

    def say(self, key: str, **facts: object) -> str:
        """The phrase ``key`` of the ``pages`` catalogue."""
        return phrase("pages", key, **facts).to(self.lang)

    def of(self, text: Text | None) -> str:
        """A text of the framework; a missing one is a dash."""
        return self.dash if text is None else text.to(self.lang)

    @property
    def dash(self) -> str:
        """What stands for a missing value."""
        return self.say("dash")

    def join(self, parts: Iterable[str]) -> str:
        """Names one after another."""
        return self.say("and").join(part for part in parts if part)

    def clauses(self, parts: Iterable[str]) -> str:
        """Clauses of one line."""
        return self.say("sentence-join").join(part for part in parts if part)

    def line(self, text: str) -> str:
        """A text that stands on a line by itself: English begins with a capital letter."""
        return text[:1].upper() + text[1:]

    def dotted(self, parts: Iterable[str]) -> str:
        """Short facts of one line."""
        return " · ".join(part for part in parts if part)

    def page(self, step: str) -> str:
        """The name of a page of the rail."""
        return next(entry.name for entry in questionnaire().steps if entry.id == step).to(self.lang)

    def hint(self, step: str) -> str:
        """What belongs on a page."""
        return next(entry.hint for entry in questionnaire().steps if entry.id == step).to(self.lang)

    # ---- numbers

    def percent(self, share: float) -> str:
        """A share 0..1 in whole per cent."""
        return f"{100 * share:.0f}%"

    def score(self, value: float | None) -> str:
        """A score 0..100."""
        return self.dash if value is None else f"{value:.0f}"

    def points(self, value: float) -> str:
        """A score or a margin 0..1."""
        return f"{value:.2f}"

    def amount(self, indicator: Indicator, value: float | None) -> str:
        """A value with its unit, or a dash."""
        return self.dash if value is None else amount(value, indicator, self.lang)

    # ---- the type

    def type_name(self, type_id: TypeId | None) -> str:
        """The full name of a type."""
        return self.say("firmness.none") if type_id is None else self.of(self.framework.types[type_id].name)

    def type_short(self, type_id: TypeId | str) -> str:
        """Its short name."""
        return next((self.of(entry.short) for entry in self.framework.types.values() if entry.id == type_id), self.dash)

    def types(self, ids: Iterable[TypeId]) -> str:
        """Short names one after another."""
        return self.join(self.type_short(type_id) for type_id in ids)

    def answer(self, answer: str | None) -> str:
        """An answer to a criterion: a type, two types half each, or not answered."""
        if answer is None:
            return self.say("diagnosis.unanswered")
        return " / ".join(self.type_short(part) for part in answer.removeprefix("mixed:").split("/"))

    def firmness(self, found: Classification) -> str:
        """How firm the type is, in one short line."""
        return self.dotted((self.firmness_facts(found), self.verdicts(found)))

    def firmness_facts(self, found: Classification) -> str:
        """Lead and evidence."""
        if found.type is None:
            return ""
        lead = self.say("firmness.lead", margin=self.points(found.margin))
        return self.dotted((lead, self.say("firmness.coverage", coverage=self.percent(found.coverage))))

    def verdicts(self, found: Classification) -> str:
        """The consultant's decision, else all that keeps the type from being firm, or that it is."""
        if found.type is None:
            return ""
        if found.override is not None:
            return self.say("firmness.override")
        flags = {"provisional": found.provisional, "contested": found.contested, "disagree-short": found.fields_disagree}
        keys = [key for key, raised in flags.items() if raised] or ["firm"]
        return self.dotted(self.say(f"firmness.{key}", second=self._second(found)) for key in keys)

    def firmness_long(self, found: Classification) -> tuple[str, ...]:
        """The same in sentences: provisional, contested, the halves disagree, robustness."""
        if found.type is None:
            return (self.say("firmness.none-long"),)
        facts = {"coverage": self.percent(found.coverage), "margin": self.points(found.margin), "second": self._second(found)}
        flags = {"provisional": found.provisional, "contested": found.contested}
        keys = [key for key, raised in flags.items() if raised] or ["firm"]
        told = [self.say(f"firmness.{key}-long", **facts) for key in keys]
        if found.fields_disagree:
            told.append(self.say("firmness.disagree", fields=self.types(found.by_fields), stage=self.types(found.by_stage)))
        return tuple(told) if found.provisional else (*told, self.robustness(found))  # of a few answers draws prove nothing

    def robustness(self, found: Classification) -> str:
        """In how many draws of the weights each type wins."""
        won = sorted(((share, type_id) for type_id, share in found.robustness.items() if share > 0), reverse=True)
        shares = (self.say("firmness.robustness-one", type=self.type_short(type_id), share=f"{100 * share:.1f}%") for share, type_id in won)
        return self.say("firmness.robustness", shares=self.join(shares))

    def _second(self, found: Classification) -> str:
        return self.dash if found.second is None else self.type_short(found.second)

    def type_parts(self, parts: Mapping[TypeId, float]) -> str:
        """How a criterion is divided among the types."""
        return self.join(f"{self.type_short(type_id)} {self.percent(share)}" for type_id, share in parts.items() if share > 0)

    def flip(self, flip: Flip) -> str:
        """A single answer that would change the type."""
        criterion = self.framework.criteria[flip.criterion].name
        return self.say("classification.flip", criterion=criterion, answer=self.type_short(flip.answer), to=self.type_short(flip.to))

    def criterion_weight(self, criterion: Criterion) -> str:
        """Its weight."""
        return self.say("classification.weight", weight=self.percent(criterion.weight))

    # ---- items

    def level(self, level: Level) -> str:
        """The name of a level."""
        return self.of(self.framework.levels[UNKNOWN if level is None else str(level)])

    def rating(self, rating: int | str | None) -> str:
        """A rating with what it means."""
        if rating is None:
            return self.dash
        if rating == NOT_APPLICABLE:
            return self.say("checklist.na")
        step = next(step for step in self.framework.scale if step.value == rating)
        return f"{rating} {self.of(step.name)}"

    def basis(self, entry: Assessment) -> str:
        """What an item's level rests on."""
        return self.say(f"basis.{entry.state}", reason=entry.reason or "")

    def summary(self, entry: Assessment) -> str:
        """Why an item has its level, in one short line: the figures, the rating, a conflict."""
        if entry.state == UNKNOWN:
            return ""
        figures = [self.reading(found) for found in entry.signals if found.speaks]
        rated = self.say("why.rated", rating=self.rating(entry.rating)) if entry.rating is not None else ""
        marks = [self.say("why.conflict")] if entry.state == "conflict" else [self.say("why.watch")] if entry.watch else []
        return self.line(self.clauses([*marks, *figures, rated]))

    def conflict(self, entry: Assessment) -> str:
        """Rating and figures side by side, what counts until somebody has reviewed them, and what ends the conflict."""
        readings = self.join(self.reading(found) for found in entry.signals if found.speaks and found.level == entry.signal_level)
        sides = {"rating": self.level(entry.rating_level), "figures": self.level(entry.signal_level)}
        return self.say("checklist.conflict", **sides, score=self.rating(entry.rating), readings=readings, worse=self.level(entry.level))

    def reading(self, found: SignalReading) -> str:
        """What a figure says: name and value."""
        if found.signal is None:
            key = "why.not-in-place" if found.value == 0 else "why.in-place"
            value = self.dash if found.value is None else self.say(key)
            return f"{self.of(self.framework.services[found.indicator])} {value}"
        indicator = self.framework.indicators[found.indicator]
        return f"{self.of(indicator.short)} {self.amount(indicator, found.value)}"

    def verdict(self, found: SignalReading) -> str:
        """The level that a figure speaks for, that it does not count, or why there is none."""
        if found.speaks and found.level is not None:
            return self.level(found.level)
        return self.say("why.no-evidence") if found.value is not None or found.why_not is None else self.of(found.why_not.text())

    def thresholds(self, found: SignalReading) -> str:
        """Which values lead to which level."""
        if found.signal is None:
            return self.say("why.levels.service", level=self.level(SERVICE_SHORT))
        return self.signal(found.signal)

    def signal(self, signal: Signal) -> str:
        """Which values of an indicator lead to which level."""
        indicator = self.framework.indicators[signal.indicator]
        values = (norm_number(value, self.lang) for value in signal.thresholds)
        levels = (self.level(level) for level in range(1, len(signal.thresholds) + 1))
        key = "why.levels.below" if signal.op == "<" else "why.levels.above"
        unit = self.of(indicator.unit_text)
        listed = self.join(values)
        return self.say(key, values=f"{listed}{unit}" if unit == "%" else f"{listed} {unit}", levels=self.join(levels))

    def known_items(self, entry: ElementScore) -> str:
        """How much of an element is known."""
        known = self.say("diagnosis.known-items", known=entry.known, core=entry.core)
        return self.dotted((known, self.say("firmness.coverage", coverage=self.percent(entry.coverage))))

    def element_score(self, entry: ElementScore) -> str:
        """Score and coverage of an element in words."""
        if not entry.assessed:
            return self.say("why.not-assessed")
        if entry.score is None:
            return self.say("diagnosis.no-score")
        return self.say("diagnosis.score", score=self.score(entry.score), coverage=self.percent(entry.coverage))

    # ---- figures

    def origin(self, figure: Figure) -> str:
        """Year, origin and coverage of a figure."""
        facts = [str(figure.year) if figure.year is not None else "", self.say(f"why.{figure.origin}")]
        if figure.respondents is not None:
            facts.append(self.say("why.respondents", count=figure.respondents))
        if figure.coverage is not None and figure.computed is not None:
            share, computed = self.percent(figure.coverage), figure.computed
            facts.append(self.say("why.coverage", share=share, contributed=computed.contributed, listed=computed.listed))
        return self.dotted(facts)

    def norm(self, indicator: Indicator) -> str:
        """The norm of an indicator as figures with its unit, or a dash."""
        norm = indicator.norm
        if norm is None:
            return self.dash
        if norm.value is not None:
            return norm_amount(norm.value, indicator, self.lang)
        bands = " / ".join(norm_number(band, self.lang) for band in norm.bands)
        return f"{bands}%" if indicator.unit == "%" else bands

    # ---- actions

    def practice(self, practice: Practice) -> str:
        """An international practice: where, what, and what to learn from it."""
        facts = {"place": practice.place, "name": practice.name, "facts": practice.facts, "lesson": practice.lesson}
        return self.say("diagnosis.practice", **facts, source=practice.source)

    def horizon(self, entry: Recommendation) -> str:
        """Horizon with calendar years where the survey has a date."""
        horizon = self.framework.horizons[entry.action.horizon]
        name, span = self.of(horizon.name), self.of(horizon.span)
        if entry.years is None:
            return self.say("diagnosis.undated", name=name, span=span)
        return self.say("diagnosis.years", name=name, span=span, first=entry.years[0], last=entry.years[1])

    def horizon_short(self, entry: Recommendation) -> str:
        """Its name and years."""
        name = self.of(self.framework.horizons[entry.action.horizon].name)
        if entry.years is None:
            return name
        return self.say("diagnosis.years-short", name=name, first=entry.years[0], last=entry.years[1])


def level_of(entry: Assessment) -> Level:
    """The level as it is drawn: not applicable is a level of its own."""
    return "na" if entry.state == NOT_APPLICABLE else entry.level


def words(diagnosis: Diagnosis, lang: Lang) -> Words:
    """The words for a diagnosis."""
    return Words(diagnosis.framework, lang)
