"""Rules of the pre-export check about the lists of actors: firms, institutions and the links between them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from diagnosis.compare import above, positive
from diagnosis.fieldtypes import CodeType
from diagnosis.findings import Place, Severity
from diagnosis.result import Diagnosis
from diagnosis.shares import industry_code, match_field
from diagnosis.survey import Enterprise
from diagnosis.text import fold, phrase

Found = tuple[Place, Mapping[str, object]]
Rule = Callable[[Diagnosis], Iterator[Found]]
SHOWN = 20  # findings of one kind about single firms; a roster of thousands must not bury the rest


def _firm(index: int, field: str) -> Place:
    return Place(step="enterprises", part="enterprises", row=index, field=field)


def _called(firm: Enterprise, index: int) -> object:
    return firm.name or phrase("checks", "row-number", row=index + 1)


def _unsound_codes(diagnosis: Diagnosis) -> Iterator[Found]:
    sound = CodeType()
    for index, firm in enumerate(diagnosis.survey.enterprises):
        if sound.advise(firm.uscc) is not None:
            yield _firm(index, "uscc"), {"name": _called(firm, index), "code": firm.uscc}


def _listed_twice(diagnosis: Diagnosis) -> Iterator[Found]:
    firms = diagnosis.survey.enterprises
    for field in ("uscc", "name"):
        counts = Counter(fold(value) for firm in firms if (value := getattr(firm, field)))
        seen: set[str] = set()
        for index, firm in enumerate(firms):
            key = fold(getattr(firm, field) or "")
            if counts[key] > 1 and key not in seen:
                seen.add(key)
                yield _firm(index, field), {"what": key, "count": counts[key]}


def _research_above_revenue(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, firm in enumerate(diagnosis.survey.enterprises):
        if firm.revenue is not None and firm.rd_spend is not None and positive(firm.revenue) and above(firm.rd_spend, firm.revenue):
            facts = {"name": _called(firm, index), "spend": f"{firm.rd_spend:g}", "revenue": f"{firm.revenue:g}"}
            yield _firm(index, "rd_spend"), facts


def _staff_above_employees(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, firm in enumerate(diagnosis.survey.enterprises):
        if firm.rd_staff is not None and firm.employees is not None and firm.rd_staff > firm.employees:
            facts = {"name": _called(firm, index), "staff": firm.rd_staff, "employees": firm.employees}
            yield _firm(index, "rd_staff"), facts


def _unmatched_codes(diagnosis: Diagnosis) -> Iterator[Found]:
    if diagnosis.shares.origin == "entered":
        return
    fields = diagnosis.framework.fields
    coded = [(index, firm) for index, firm in enumerate(diagnosis.survey.enterprises) if industry_code(firm.gbt4754)]
    unmatched = [(index, firm) for index, firm in coded if match_field(firm.gbt4754, fields) is None]
    if unmatched:
        yield (
            _firm(unmatched[0][0], "gbt4754"),
            {"count": len(unmatched), "all": len(coded), "code": unmatched[0][1].gbt4754},
        )


def _unlisted_partners(diagnosis: Diagnosis) -> Iterator[Found]:
    survey = diagnosis.survey
    lists = (survey.enterprises, survey.institutions, survey.platforms, survey.organisations)
    listed = {fold(actor.name) for actors in lists for actor in actors if actor.name}
    for index, link in enumerate(survey.links):
        for field, name in (("from", link.from_), ("to", link.to)):
            if name is not None and fold(name) not in listed:
                yield Place(step="chain", part="links", row=index, field=field), {"name": name}


def _self_links(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, link in enumerate(diagnosis.survey.links):
        if link.from_ and link.to and fold(link.from_) == fold(link.to):
            yield Place(step="chain", part="links", row=index, field="to"), {"name": link.from_}


def _fewer_than_entered(diagnosis: Diagnosis) -> Iterator[Found]:
    figure, listed = diagnosis.figures.get("firms"), len(diagnosis.survey.enterprises)
    if figure is not None and listed and round(figure.value) != listed:
        yield Place(step="enterprises", part="enterprises"), {"entered": f"{figure.value:g}", "listed": listed}


def _capped(rule: Rule) -> Rule:
    return lambda diagnosis: islice(rule(diagnosis), SHOWN)


FIRM_RULES: tuple[tuple[str, Severity, Rule], ...] = (
    ("uscc-unsound", "warning", _capped(_unsound_codes)),
    ("listed-twice", "warning", _capped(_listed_twice)),
    ("research-above-revenue", "warning", _capped(_research_above_revenue)),
    ("staff-above-employees", "warning", _capped(_staff_above_employees)),
    ("self-link", "warning", _capped(_self_links)),
    ("unmatched-code", "note", _unmatched_codes),
    ("unlisted-partner", "note", _capped(_unlisted_partners)),
    ("firms-differ", "note", _fewer_than_entered),
)
