"""The check before export: what is wrong (errors), what looks wrong (warnings), and what the reader should know (notes).

Each rule is a generator over a diagnosis; ``RULES`` is the table of them. A finding names the field in which it is mended.
"""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence

from diagnosis.checks_drafts import draft_rules
from diagnosis.checks_rows import OF, Found, Rule, rows_found
from diagnosis.compare import above
from diagnosis.fieldtypes.numbers import digits
from diagnosis.findings import Difference, Draft, Finding, Place, Severity
from diagnosis.framework import FIELDS_CRITERION, TypeId
from diagnosis.interchange_rules import SHARES_AT_MOST
from diagnosis.overruns import overruns, parts_above
from diagnosis.progress import outcome
from diagnosis.questionnaire import questionnaire
from diagnosis.regions import region_label
from diagnosis.result import Contribution, Diagnosis, Figure
from diagnosis.row_rules import ROW_RULES, told
from diagnosis.shares import industry_code, match_field
from diagnosis.text import Text, fold, listed, phrase, shortened

COUNTED = ("institutions", "platforms", "organisations", "technologies", "chain")  # lists whose rows are counted, by name
WARNING: Severity = "warning"
ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "note": 2}


def check(diagnosis: Diagnosis, drafts: Sequence[Draft] = (), differences: Sequence[Difference] = ()) -> tuple[Finding, ...]:
    """All findings: errors first, then warnings, then notes, each in the order of the rules.

    ``drafts``: what was typed into the survey and not taken; ``differences``: what colleagues wrote differently. The diagnosis does not
    know of them.
    """
    return outcome(checking(diagnosis, drafts, differences))


def checking(
    diagnosis: Diagnosis, drafts: Sequence[Draft] = (), differences: Sequence[Difference] = ()
) -> Generator[None, None, tuple[Finding, ...]]:
    """``check`` in steps that are short even for 100,000 firms."""
    of_rows = yield from rows_found(diagnosis)
    found: list[Finding] = []
    found_drafts, more_drafts = draft_rules(drafts)
    typed: Sequence[tuple[str, Severity, Rule | None]] = (
        ("draft", WARNING, found_drafts),
        ("more-drafts", WARNING, more_drafts),
        ("differs", WARNING, _differ(differences)),
    )
    for code, severity, rule in (*typed, *RULES):
        fired = of_rows[code] if rule is None else ((code, each) for each in rule(diagnosis))
        found += [Finding(severity=severity, code=key, text=_sentence(key, facts), place=place) for key, (place, facts) in fired]
        yield
    return tuple(sorted(found, key=lambda finding: ORDER[finding.severity]))


def _sentence(code: str, facts: Mapping[str, object]) -> Text:
    text = told(code, facts)
    return phrase("checks", "of-row", row=shortened(facts[OF]), text=text) if OF in facts else text


def _criterion(name: str | None) -> Place:
    return Place(step="classification", part="criteria", field=name)


def _heaviest_open(diagnosis: Diagnosis) -> str | None:
    """The criterion still open that carries most; ``None`` when all are answered."""
    unanswered = [each for each in diagnosis.framework.stage_criteria if each.id in diagnosis.classification.unanswered]
    return max(unanswered, key=lambda each: each.weight).id if unanswered else None


def _differ(differences: Sequence[Difference]) -> Rule:
    return lambda diagnosis: ((each.place, {"about": each.about}) for each in differences)


def _no_type(diagnosis: Diagnosis) -> Iterator[Found]:
    if diagnosis.type is None:
        yield _criterion(_heaviest_open(diagnosis)), {}


def _shares_over_one(diagnosis: Diagnosis) -> Iterator[Found]:
    total = sum(row.share or 0.0 for row in diagnosis.survey.fields)
    if above(total, SHARES_AT_MOST):
        yield Place(step="overview", part="fields"), {"sum": f"{total:g}"}


def _conflict(diagnosis: Diagnosis) -> Iterator[Found]:
    rows = {rating.item: index for index, rating in enumerate(diagnosis.survey.ratings)}
    for entry in diagnosis.conflicts:
        place = Place(step="checklist", part="ratings", row=rows.get(entry.item.id), field="score")
        yield (
            place,
            {
                "name": entry.item.name,
                "rating": entry.rating,
                "level": diagnosis.framework.levels[str(entry.signal_level)],
            },
        )


def _entered_differs(diagnosis: Diagnosis) -> Iterator[Found]:
    for figure in diagnosis.figures.values():
        if figure.differs and figure.computed is not None:
            facts = {
                "name": figure.indicator.name,
                "entered": digits(figure.value),
                "computed": f"{figure.computed.value:.{figure.indicator.decimals}f}",
                "unit": figure.indicator.unit_text,
            }
            yield (
                Place(step="indicators", part="indicators", row=_row_of(diagnosis, figure), field="value"),
                facts,
            )


def _row_of(diagnosis: Diagnosis, figure: Figure) -> int:
    """The row that an entered figure rests on: the last one of its year."""
    rows = enumerate(diagnosis.survey.indicators)
    return max(index for index, row in rows if row.id == figure.indicator.id and row.year == figure.year and row.value is not None)


def _provisional(diagnosis: Diagnosis) -> Iterator[Found]:
    result = diagnosis.classification
    if result.type is not None and result.provisional:
        yield _criterion(_heaviest_open(diagnosis)), {"coverage": f"{100 * result.coverage:.0f}"}


def _contested(diagnosis: Diagnosis) -> Iterator[Found]:
    result, types = diagnosis.classification, diagnosis.framework.types
    if result.contested and result.type and result.second:
        facts = {
            "first": types[result.type].name,
            "second": types[result.second].name,
            "margin": f"{result.margin:.2f}",
        }
        telling = result.flips[0].criterion if result.flips else _heaviest_open(diagnosis)
        yield _criterion(telling), facts


def _fields_disagree(diagnosis: Diagnosis) -> Iterator[Found]:
    result = diagnosis.classification
    if result.fields_disagree:
        facts = {"fields": _names(diagnosis, result.by_fields), "stage": _names(diagnosis, result.by_stage)}
        against = max(result.contributions, key=lambda part: _share(part, result.by_stage) - _share(part, result.by_fields))
        yield _criterion(against.criterion), facts


def _share(part: Contribution, types: tuple[TypeId, ...]) -> float:
    return part.weight * sum(part.parts[type_id] for type_id in types)


def _names(diagnosis: Diagnosis, types: tuple[str, ...]) -> Text:
    return listed(diagnosis.framework.types[type_id].short for type_id in types)


def _without_source(diagnosis: Diagnosis) -> Iterator[Found]:
    for figure in diagnosis.figures.values():
        if figure.origin == "entered" and figure.indicator.kind != "rated" and not figure.source.zh:
            place = Place(step="indicators", part="indicators", row=_row_of(diagnosis, figure), field="source")
            yield place, {"name": figure.indicator.name}


def _gap_without_evidence(diagnosis: Diagnosis) -> Iterator[Found]:
    rows = {rating.item: index for index, rating in enumerate(diagnosis.survey.ratings)}
    for entry in diagnosis.at_level(2, 3):
        if entry.state in {"rated", "both"} and entry.evidence is None and not diagnosis.survey.attached_to(entry.item.id):
            place = Place(step="checklist", part="ratings", row=rows.get(entry.item.id), field="evidence")
            yield place, {"name": entry.item.name, "level": diagnosis.framework.levels[str(entry.level)]}


def _no_date(diagnosis: Diagnosis) -> Iterator[Found]:
    if diagnosis.survey.round.date is None:
        yield Place(step="overview", part="round", field="date"), {}


def _no_fields(diagnosis: Diagnosis) -> Iterator[Found]:
    if FIELDS_CRITERION in diagnosis.classification.unanswered:
        yield Place(step="overview", part="fields"), {}


def _shares_partial(diagnosis: Diagnosis) -> Iterator[Found]:
    if diagnosis.shares.origin == "entered" and diagnosis.shares.known < 0.95:
        yield Place(step="overview", part="fields"), {"known": f"{100 * diagnosis.shares.known:.0f}"}


def _rated_in_vain(diagnosis: Diagnosis) -> Iterator[Found]:
    if diagnosis.type is None:
        return
    core = {entry.item.id for entry in diagnosis.items}
    for index, row in enumerate(diagnosis.survey.ratings):
        if row.item is not None and row.score is not None and row.item not in core:
            facts = {"name": diagnosis.framework.items[row.item].name, "type": diagnosis.framework.types[diagnosis.type].name}
            yield Place(step="checklist", part="ratings", row=index, field="item"), facts


def _override(diagnosis: Diagnosis) -> Iterator[Found]:
    result, types = diagnosis.classification, diagnosis.framework.types
    if result.override is not None:
        computed = types[result.type].name if result.type else phrase("checks", "no-result")
        yield (
            Place(step="classification", part="classification_override", field="type"),
            {"type": types[result.override].name, "computed": computed},
        )


def _still_unknown(diagnosis: Diagnosis) -> Iterator[Found]:
    unknown = diagnosis.unknown
    if unknown:
        names = listed(entry.item.short for entry in unknown[:3])
        facts = {"count": len(unknown), "all": len(diagnosis.items), "names": names}
        yield Place(step="checklist", part="ratings", field=unknown[0].item.id), facts


# why a figure may not speak -> where that is mended
_FIRMS = Place(step="enterprises", part="enterprises")
WHERE_SILENT: Mapping[str, Place] = {
    **dict.fromkeys(("too-few-firms", "low-coverage", "roster-too-small", "products-too-diverse", "too-few-asked"), _FIRMS),
    "no-output": Place(step="indicators", part="indicators", field="output"),
    "chain-not-complete": Place(step="chain", part="complete", field="chain"),
    "platforms-not-complete": Place(step="actors", part="complete", field="platforms"),
    "other-field": Place(step="overview", part="fields"),
}


def _silent_figures(diagnosis: Diagnosis) -> Iterator[Found]:
    seen: set[str] = set()
    for entry in diagnosis.items:
        for reading in entry.signals:
            if reading.value is not None and reading.why_not is not None and reading.indicator not in seen:
                seen.add(reading.indicator)
                facts = {
                    "name": diagnosis.framework.indicators[reading.indicator].name,
                    "reason": reading.why_not.text(),
                }
                silent = Place(step="indicators", part="indicators", field=reading.indicator)
                yield WHERE_SILENT.get(reading.why_not.code, silent), facts


def _unmatched_codes(diagnosis: Diagnosis) -> Iterator[Found]:
    if diagnosis.shares.origin == "entered":
        return
    fields, codes = diagnosis.framework.fields, diagnosis.survey.firms.column("gbt4754")
    coded = {code for code in set(codes) if industry_code(code)}
    unmatched = {code for code in coded if match_field(code, fields) is None}
    if unmatched:
        places = [index for index, code in enumerate(codes) if code in unmatched]
        place = Place(step="enterprises", part="enterprises", row=places[0], field="gbt4754")
        yield place, {"count": len(places), "all": sum(code in coded for code in codes), "code": codes[places[0]]}


def _fewer_than_entered(diagnosis: Diagnosis) -> Iterator[Found]:
    figure, listed_firms = diagnosis.figures.get("firms"), len(diagnosis.survey.enterprises)
    if figure is not None and listed_firms and round(figure.value) != listed_firms:
        yield Place(step="enterprises", part="enterprises"), {"entered": digits(figure.value), "listed": listed_firms}


def _roster_above(diagnosis: Diagnosis) -> Iterator[Found]:
    for figure, column, total in overruns(diagnosis):
        place = Place(step="indicators", part="indicators", row=_row_of(diagnosis, figure), field="value")
        facts = {
            "what": phrase("checks", f"roster-{column}"),
            "total": f"{total:.{figure.indicator.decimals}f}",
            "name": figure.indicator.name,
            "entered": digits(figure.value),
            "unit": figure.indicator.unit_text,
        }
        yield place, facts


def _part_above(diagnosis: Diagnosis) -> Iterator[Found]:
    for part, whole in parts_above(diagnosis):
        facts = {"part": part.indicator.name, "value": digits(part.value), "unit": part.indicator.unit_text}
        place = Place(step="indicators", part="indicators", row=_row_of(diagnosis, part), field="value")
        yield place, {**facts, "whole": whole.indicator.name, "all": digits(whole.value)}


def _unknown_region(diagnosis: Diagnosis) -> Iterator[Found]:
    code = diagnosis.survey.cluster.region
    if code is not None and region_label(code) is None:
        yield Place(step="overview", part="cluster", field="region"), {"code": code}


def _named_twice(diagnosis: Diagnosis) -> Iterator[Found]:
    """What two colleagues have registered both, or one twice, is counted twice; firms have a rule of their own."""
    for part in (questionnaire().parts[name] for name in COUNTED):
        rows = getattr(diagnosis.survey, part.id)
        names = Counter(key for row in rows if (key := fold(row.name or "")))
        for key in (key for key, count in names.items() if count > 1):
            index = next(at for at, row in enumerate(rows) if fold(row.name or "") == key)
            yield Place(step=part.step, part=part.id, row=index, field="name"), {"part": part.name, "what": key, "count": names[key]}


# code, severity, and the rule; ``None``: a rule about single rows
RULES: tuple[tuple[str, Severity, Rule | None], ...] = (
    ("no-type", "error", _no_type),
    ("shares-over-one", "error", _shares_over_one),
    *((rule.code, rule.severity, None) for rule in ROW_RULES),
    ("conflict", "warning", _conflict),
    ("entered-differs", "warning", _entered_differs),
    ("roster-above", "warning", _roster_above),
    ("part-above", "warning", _part_above),
    ("named-twice", "warning", _named_twice),
    ("provisional", "warning", _provisional),
    ("contested", "warning", _contested),
    ("fields-disagree", "warning", _fields_disagree),
    ("without-source", "warning", _without_source),
    ("gap-without-evidence", "warning", _gap_without_evidence),
    ("no-date", "warning", _no_date),
    ("unmatched-code", "note", _unmatched_codes),
    ("firms-differ", "note", _fewer_than_entered),
    ("unknown-region", "note", _unknown_region),
    ("override", "note", _override),
    ("no-fields", "note", _no_fields),
    ("shares-partial", "note", _shares_partial),
    ("rated-in-vain", "note", _rated_in_vain),
    ("silent-figure", "note", _silent_figures),
    ("still-unknown", "note", _still_unknown),
)
