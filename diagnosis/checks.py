"""The check before export: what is wrong (errors), what looks wrong (warnings), and what the reader should know (notes).

Each rule is a generator over a diagnosis; ``RULES`` is the table of them. A finding names the field in which it is mended.
"""

from collections.abc import Iterator, Mapping, Sequence

from diagnosis.checks_drafts import draft_rule
from diagnosis.checks_firms import FIRM_RULES, Found, Rule
from diagnosis.compare import above
from diagnosis.fieldtypes import NA
from diagnosis.findings import Draft, Finding, Place, Severity
from diagnosis.framework import FIELDS_CRITERION
from diagnosis.interchange import SHARES_AT_MOST
from diagnosis.ranges import implausible
from diagnosis.result import Diagnosis, Figure
from diagnosis.text import Text, listed, phrase, shortened

WARNING: Severity = "warning"
ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "note": 2}


def check(diagnosis: Diagnosis, drafts: Sequence[Draft] = ()) -> tuple[Finding, ...]:
    """All findings: errors first, then warnings, then notes, each in the order of the rules.

    ``drafts``: what was typed into the survey and not taken; the diagnosis does not know of it.
    """
    found = [
        Finding(
            severity=severity, code=code, text=phrase("checks", code, **{key: shortened(fact) for key, fact in facts.items()}), place=place
        )
        for code, severity, rule in (("draft", WARNING, draft_rule(drafts)), *RULES)
        for place, facts in rule(diagnosis)
    ]
    return tuple(sorted(found, key=lambda finding: ORDER[finding.severity]))


def _no_type(diagnosis: Diagnosis) -> Iterator[Found]:
    if diagnosis.type is None:
        yield Place(step="classification", part="criteria"), {}


def _shares_over_one(diagnosis: Diagnosis) -> Iterator[Found]:
    total = sum(row.share or 0.0 for row in diagnosis.survey.fields)
    if above(total, SHARES_AT_MOST):
        yield Place(step="overview", part="fields"), {"sum": f"{total:g}"}


def _value_without_year(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, row in enumerate(diagnosis.survey.indicators):
        if row.value is not None and row.year is None:
            name = diagnosis.framework.indicators[row.id].name if row.id else phrase("checks", "a-row")
            yield Place(step="indicators", part="indicators", row=index, field="year"), {"name": name}


def _value_without_indicator(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, row in enumerate(diagnosis.survey.indicators):
        if row.id is None:
            yield Place(step="indicators", part="indicators", row=index, field="id"), {"row": index + 1}


def _share_without_field(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, row in enumerate(diagnosis.survey.fields):
        if row.id is None:
            yield Place(step="overview", part="fields", row=index, field="id"), {"row": index + 1}


def _rating_without_item(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, row in enumerate(diagnosis.survey.ratings):
        if row.item is None:
            yield Place(step="checklist", part="ratings", row=index, field="item"), {"row": index + 1}


def _link_without_end(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, link in enumerate(diagnosis.survey.links):
        if link.from_ is None or link.to is None:
            field = "from" if link.from_ is None else "to"
            yield Place(step="chain", part="links", row=index, field=field), {"row": index + 1}


def _na_without_reason(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, rating in enumerate(diagnosis.survey.ratings):
        if rating.item and rating.score == NA and rating.reason is None:
            name = diagnosis.framework.items[rating.item].name
            yield Place(step="checklist", part="ratings", row=index, field="reason"), {"name": name}


def _override_without_reason(diagnosis: Diagnosis) -> Iterator[Found]:
    override = diagnosis.survey.classification_override
    if override.type is not None and override.reason is None:
        yield Place(step="classification", part="classification_override", field="reason"), {}


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
                "entered": f"{figure.value:g}",
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
        yield Place(step="classification", part="criteria"), {"coverage": f"{100 * result.coverage:.0f}"}


def _contested(diagnosis: Diagnosis) -> Iterator[Found]:
    result, types = diagnosis.classification, diagnosis.framework.types
    if result.contested and result.type and result.second:
        facts = {
            "first": types[result.type].name,
            "second": types[result.second].name,
            "margin": f"{result.margin:.2f}",
        }
        yield Place(step="classification", part="criteria"), facts


def _fields_disagree(diagnosis: Diagnosis) -> Iterator[Found]:
    result = diagnosis.classification
    if result.fields_disagree:
        facts = {"fields": _names(diagnosis, result.by_fields), "stage": _names(diagnosis, result.by_stage)}
        yield Place(step="classification", part="criteria"), facts


def _names(diagnosis: Diagnosis, types: tuple[str, ...]) -> Text:
    return listed(diagnosis.framework.types[type_id].short for type_id in types)


def _implausible(diagnosis: Diagnosis) -> Iterator[Found]:
    for index, row in enumerate(diagnosis.survey.indicators):
        if row.id is not None and row.value is not None:
            indicator = diagnosis.framework.indicators[row.id]
            advice = implausible(indicator, row.value)
            if advice is not None:
                facts = {"name": indicator.name, "value": f"{row.value:g}", "advice": advice}
                yield Place(step="indicators", part="indicators", row=index, field="value"), facts


def _year_ahead(diagnosis: Diagnosis) -> Iterator[Found]:
    date = diagnosis.survey.round.date
    for index, row in enumerate(diagnosis.survey.indicators):
        if date is not None and row.id and row.year is not None and row.year > int(date[:4]):
            facts = {"name": diagnosis.framework.indicators[row.id].name, "year": row.year, "date": date}
            yield Place(step="indicators", part="indicators", row=index, field="year"), facts


def _without_source(diagnosis: Diagnosis) -> Iterator[Found]:
    for figure in diagnosis.figures.values():
        if figure.origin == "entered" and figure.indicator.kind != "rated" and not figure.source.zh:
            place = Place(step="indicators", part="indicators", row=_row_of(diagnosis, figure), field="source")
            yield place, {"name": figure.indicator.name}


def _gap_without_evidence(diagnosis: Diagnosis) -> Iterator[Found]:
    rows = {rating.item: index for index, rating in enumerate(diagnosis.survey.ratings)}
    for entry in diagnosis.at_level(2, 3):
        if entry.state in {"rated", "both"} and entry.evidence is None:
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


def _field_twice(diagnosis: Diagnosis) -> Iterator[Found]:
    seen: set[str] = set()
    for index, row in enumerate(diagnosis.survey.fields):
        if row.id in seen:
            yield Place(step="overview", part="fields", row=index, field="id"), {"name": diagnosis.framework.fields[row.id].name}
        seen |= {row.id} if row.id else set()


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
        yield Place(step="checklist", part="ratings"), facts


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
                yield Place(step="indicators", part="indicators"), facts


RULES: tuple[tuple[str, Severity, Rule], ...] = (
    ("no-type", "error", _no_type),
    ("shares-over-one", "error", _shares_over_one),
    ("value-without-year", "error", _value_without_year),
    ("value-without-indicator", "error", _value_without_indicator),
    ("share-without-field", "error", _share_without_field),
    ("rating-without-item", "error", _rating_without_item),
    ("link-without-end", "error", _link_without_end),
    ("na-without-reason", "error", _na_without_reason),
    ("override-without-reason", "error", _override_without_reason),
    ("conflict", "warning", _conflict),
    ("entered-differs", "warning", _entered_differs),
    ("provisional", "warning", _provisional),
    ("contested", "warning", _contested),
    ("fields-disagree", "warning", _fields_disagree),
    ("implausible", "warning", _implausible),
    ("year-ahead", "warning", _year_ahead),
    ("without-source", "warning", _without_source),
    ("gap-without-evidence", "warning", _gap_without_evidence),
    ("no-date", "warning", _no_date),
    ("field-twice", "warning", _field_twice),
    *FIRM_RULES,
    ("override", "note", _override),
    ("no-fields", "note", _no_fields),
    ("shares-partial", "note", _shares_partial),
    ("rated-in-vain", "note", _rated_in_vain),
    ("silent-figure", "note", _silent_figures),
    ("still-unknown", "note", _still_unknown),
)
