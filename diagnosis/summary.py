"""A diagnosis in a screenful of plain text, for a terminal."""

from collections.abc import Iterator

from diagnosis.result import Diagnosis
from diagnosis.text import Lang, Text, listed, phrase

SHOWN_GAPS, SHOWN_ACTIONS, SHOWN_ASKS = 8, 5, 5


def summary(diagnosis: Diagnosis, lang: Lang) -> str:
    """Type with its confidence, gaps, first actions and what to find out next; one block of lines."""
    return "\n".join(_lines(diagnosis, lang))


def confidence(diagnosis: Diagnosis) -> Text:
    """How firm the type is, in a word or two."""
    result = diagnosis.classification
    flags = (
        ("overridden", result.override is not None),
        ("provisional", result.provisional),
        ("contested", result.contested),
        ("fields-disagree", result.fields_disagree),
    )
    return listed(phrase("summary", code) for code in [code for code, holds in flags if holds] or ["firm"])


def _lines(diagnosis: Diagnosis, lang: Lang) -> Iterator[str]:
    def say(key: str, **facts: object) -> str:
        return phrase("summary", key, **facts).to(lang)

    framework, result = diagnosis.framework, diagnosis.classification
    yield f"{diagnosis.survey.cluster.name(lang)} · {diagnosis.survey.round.label or ''}"
    if diagnosis.type is None:
        yield say("no-type")
    else:
        facts = {
            "coverage": f"{100 * result.coverage:.0f}",
            "margin": f"{result.margin:.2f}",
            "confidence": confidence(diagnosis),
        }
        yield say("type", type=framework.types[diagnosis.type].name, **facts)
        gaps = diagnosis.at_level(3, 2)
        yield say(
            "gaps",
            count=len(gaps),
            weak=len(diagnosis.at_level(1)),
            unknown=len(diagnosis.unknown),
            all=len(diagnosis.items),
        )
        for entry in gaps[:SHOWN_GAPS]:
            mark = say("conflict") if entry.state == "conflict" else ""
            yield f"  [{framework.levels[str(entry.level)].to(lang)}] {entry.item.name.to(lang)}{mark}"
        if diagnosis.actions:
            yield say("actions")
            for number, action in enumerate(diagnosis.actions[:SHOWN_ACTIONS], 1):
                yield f"  {number}. {action.action.name.to(lang)} ({action.score})"
    if diagnosis.asks:
        yield say("asks")
        for ask in diagnosis.asks[:SHOWN_ASKS]:
            yield "  - " + say("ask", name=ask.name, question=ask.question)
