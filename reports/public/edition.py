"""What makes an edition public, from the survey to the last text of the report."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from diagnosis.diagnose import diagnosing
from diagnosis.progress import Progress, told_as
from diagnosis.result import Diagnosis
from diagnosis.survey import Survey
from diagnosis.text import Lang, phrase
from reports.public.cells import without_small_cells
from reports.public.masks import Masks
from reports.public.names import masking
from reports.public.survey import public_survey

# Fields of blocks that are no text for the reader; charts are made of a survey that is masked already.
NO_TEXT = frozenset({"key", "list", "style", "align", "lang", "numbered", "kind", "chart", "day", "unit", "fence", "remarks"})


@dataclass(frozen=True, slots=True)
class Edition:
    """The diagnoses that the public may see, the masks, and the indicators that are not shown as they rest on too few firms."""

    diagnosis: Diagnosis
    previous: Diagnosis | None
    masks: Masks
    hidden: tuple[str, ...]

    def masked(self, value: Any) -> Any:
        """A report or a part of one with every name in its texts masked: an author may have written one."""
        if isinstance(value, str):
            return self.masks.text(value)
        if isinstance(value, tuple):
            return tuple(self.masked(part) for part in value)
        if is_dataclass(value) and not isinstance(value, type):
            texts = [each.name for each in fields(value) if each.name not in NO_TEXT]
            return replace(value, **{name: self.masked(getattr(value, name)) for name in texts})
        return value


def publish(
    diagnosis: Diagnosis, previous: Diagnosis | None, lang: Lang, others: Sequence[Survey] = ()
) -> Generator[Progress, None, Edition]:
    """The public edition of a diagnosis and of the round before it; in short steps.

    ``others``: further rounds of the cluster, of which a text may still name a firm or a person.
    """
    rounds = [diagnosis.survey, *([previous.survey] if previous else []), *others]
    found = (yield from masking(rounds, diagnosis.framework, lang)).masks
    step = Progress(0, 1, phrase("report", "progress.masking"))
    now, hidden = yield from told_as(step, _public(diagnosis, found))
    before = None if previous is None else (yield from told_as(step, _public(previous, found)))[0]
    return Edition(now, before, found, hidden)


def _public(diagnosis: Diagnosis, found: Masks) -> Generator[None, None, tuple[Diagnosis, tuple[str, ...]]]:
    survey = yield from public_survey(diagnosis.survey, found)
    made = yield from diagnosing(survey, diagnosis.framework)
    return without_small_cells(made)
