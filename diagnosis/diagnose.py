"""Survey + framework -> diagnosis."""

from collections.abc import Generator, Sequence
from dataclasses import replace

from diagnosis.checklist import assess
from diagnosis.classification import classify
from diagnosis.figures import figures
from diagnosis.framework import FIELDS_CRITERION, Framework
from diagnosis.paths import recommend
from diagnosis.profile import element_scores, feature_scores
from diagnosis.progress import outcome
from diagnosis.result import Ask, Assessment, Classification, Diagnosis, unknown_items
from diagnosis.shares import field_shares
from diagnosis.survey import Survey
from diagnosis.text import phrase


def diagnose(survey: Survey, framework: Framework) -> Diagnosis:
    """The diagnosis of a survey; without a type there are no items, elements, features and actions, only what to ask first."""
    return outcome(diagnosing(survey, framework))


def diagnosing(survey: Survey, framework: Framework) -> Generator[None, None, Diagnosis]:
    """The diagnosis in steps that are short even for 100,000 firms, so that a window stays alive beside them."""
    shares = field_shares(survey, framework)
    yield
    values = yield from figures(survey, framework, shares)
    classification = classify(survey, framework, shares)
    yield
    type_id = classification.effective
    items = assess(survey, framework, type_id, values, shares) if type_id else ()
    actions = recommend(survey, framework, type_id, items, values, shares) if type_id else ()
    elements = element_scores(items, framework) if type_id else ()
    items = tuple(replace(item, actions=tuple(entry.action.id for entry in actions if item.item.id in entry.items)) for item in items)
    return Diagnosis(
        survey=survey,
        framework=framework,
        classification=classification,
        shares=shares,
        figures=values,
        items=items,
        elements=elements,
        features=feature_scores(survey, elements, framework) if type_id else (),
        actions=actions,
        asks=_asks(classification, items, framework),
    )


def _asks(classification: Classification, items: Sequence[Assessment], framework: Framework) -> tuple[Ask, ...]:
    """What to find out next: criteria while the type is not firm (heaviest first), then unknown items (heaviest first)."""
    asks: list[Ask] = []
    if classification.type is None or classification.provisional or classification.contested:
        open_criteria = [framework.criteria[id_] for id_ in classification.unanswered]
        for criterion in sorted(open_criteria, key=lambda entry: -entry.weight):
            fields = criterion.id == FIELDS_CRITERION
            question = phrase("reasons", "ask-fields" if fields else "ask-criterion", name=criterion.name)
            asks.append(Ask(part="fields" if fields else "criteria", id=criterion.id, name=criterion.name, question=question))
    asks += [Ask(part="ratings", id=entry.item.id, name=entry.item.name, question=entry.item.ask) for entry in unknown_items(items)]
    return tuple(asks)
