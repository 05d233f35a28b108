"""What would count twice, and what is told of it."""

from typing import Any

from diagnosis.survey import Survey
from tests.surveys import survey


def _output(*values: float, indicator: str = "output") -> list[dict[str, Any]]:
    return [{"id": indicator, "year": 2022, "value": value, "source": "统计"} for value in values]


TWICE: list[tuple[str, str, Survey, str, Survey]] = [
    (
        "year-twice",
        "warning",
        survey(indicators=_output(5, 5, 7)),
        "$.indicators[0].value",
        survey(indicators=[*_output(5, 5), *_output(1, 2, indicator="culture-rating")]),
    ),
    ("named-as-sum", "warning", survey(enterprises=[{"name": "合计"}]), "$.enterprises[0].name", survey(enterprises=[{"name": "甲厂"}])),
    *[
        (
            "named-twice",
            "warning",
            survey(**{part: [{"name": "乙"}, {"name": "甲"}, {"name": " 甲"}]}),
            f"$.{part}[1].name",
            survey(**{part: [{"name": "甲"}, {"name": "乙"}, {}, {}]}),
        )
        for part in ("institutions", "platforms", "organisations", "technologies", "chain")
    ],
]
