"""Field shares of a cluster: entered, else worked out from the roster's revenue by industry code (rules.md, Classification, `fields`)."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from diagnosis.compare import LEAST_POSITIVE, nine, positive
from diagnosis.framework import Field, Framework
from diagnosis.result import Shares
from diagnosis.survey import Survey
from diagnosis.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def field_shares(survey: Survey, framework: Framework) -> Shares:
    """The shares (0..1) by field id, where they come from, and the largest fields (ties included)."""
    entered = _entered(survey)
    if entered:
        return _shares(entered, "entered")
    matched = _matched(survey, framework)
    return _shares(matched, "roster" if matched else None)


def _entered(survey: Survey) -> dict[str, float]:
    """A share of 0 is not entered."""
    shares: dict[str, float] = {}
    for row in survey.fields:
        if row.id is not None and row.share is not None and positive(row.share):
            shares[row.id] = shares.get(row.id, 0.0) + row.share
    return shares


def _matched(survey: Survey, framework: Framework) -> dict[str, float]:
    """Each field's matched revenue / all revenue."""
    revenues, codes = with_revenue(survey, "revenue"), with_revenue(survey, "gbt4754")
    total = sum(revenues)
    field_of = {code: match_field(code, framework.fields) for code in set(codes)}
    revenue_of: dict[str, float] = {}
    for code, revenue in zip(codes, revenues, strict=True):
        field = field_of[code]
        if field is not None:
            revenue_of[field.id] = revenue_of.get(field.id, 0.0) + revenue
    shares = {field: revenue_of[field] / total for field in framework.fields if field in revenue_of}
    return {field: share for field, share in shares.items() if positive(share)}


def earning(survey: Survey) -> "NDArray[np.bool_]":
    """Which firms have revenue."""
    return survey.firms.numbers("revenue") >= LEAST_POSITIVE


def with_revenue(survey: Survey, name: str) -> list[Any]:
    """What the firms with revenue answered to one question; their revenue is in 万元."""
    return survey.firms.where(earning(survey), name)


def industry_code(text: str | None) -> str:
    """A GB/T 4754 code as it is matched: a leading letter and spaces are dropped."""
    code = re.sub(r"\s+", "", fold(text or ""))
    return re.sub(r"^[A-Za-z]", "", code)


def match_field(code_text: str | None, fields: Mapping[str, Field]) -> Field | None:
    """The field whose prefix of the code is the longest; of two with the same prefix the narrower one, whose parent the other is."""
    code = industry_code(code_text)
    matches = [
        (len(prefix), field.parent is not None, field) for field in fields.values() for prefix in field.divisions if code.startswith(prefix)
    ]
    return max(matches, key=lambda match: match[:2])[2] if matches else None


def _shares(of: Mapping[str, float], origin: Literal["entered", "roster"] | None) -> Shares:
    top = max((nine(share) for share in of.values()), default=0.0)
    return Shares(
        of=of,
        origin=origin,
        known=min(sum(of.values()), 1.0),
        largest=tuple(field for field, share in of.items() if nine(share) == top),
    )
