"""The whole diagnosis of the three samples, and of each the facts that a reader can work out by hand.

``python -m tests.diagnosis.test_golden`` writes the golden files anew; look at what changed before you keep it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.output import diagnosis_to_json
from diagnosis.result import Diagnosis
from tests.surveys import SAMPLES, read, sample_data

GOLDEN = Path(__file__).parent / "golden"
TOLERANCE = 1e-9


def diagnosis(name: str) -> Diagnosis:
    return diagnose(read(sample_data(name)), load_framework())


def differences(found: Any, wanted: Any, path: str = "$") -> list[str]:
    """Where two JSON values differ; numbers may by the tolerance."""
    if isinstance(found, dict) and isinstance(wanted, dict) and list(found) == list(wanted):
        return [line for key in wanted for line in differences(found[key], wanted[key], f"{path}.{key}")]
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        return [line for index, pair in enumerate(zip(found, wanted, strict=True)) for line in differences(*pair, f"{path}[{index}]")]
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (found, wanted))
    same = abs(found - wanted) <= TOLERANCE if numbers else found == wanted and isinstance(found, bool) == isinstance(wanted, bool)
    return [] if same else [f"{path}: {found!r}, not {wanted!r}"]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_diagnosis_is_the_golden_one(name: str) -> None:
    wanted = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert differences(json.loads(diagnosis_to_json(diagnosis(name))), wanted) == []


def levels(found: Diagnosis) -> dict[str, tuple[str, int | None]]:
    return {entry.item.id: (entry.state, entry.level) for entry in found.items if entry.state != "unknown"}


def actions(found: Diagnosis) -> list[tuple[str, int]]:
    return [(entry.action.id, entry.score) for entry in found.actions]


def test_changsha() -> None:
    found = diagnosis("changsha")
    result = found.classification
    assert (found.type, result.provisional, result.contested, result.fields_disagree) == ("strategic", False, False, False)
    assert dict(result.scores) == {"basic": 0, "strategic": pytest.approx(1), "frontier": 0}
    assert result.coverage == pytest.approx(1)
    assert levels(found) == {
        "core-parts": ("rated", 0),  # its parts are all its own, but the chain is not declared complete
        "common-technology": ("rated", 2),
        "rd-investment": ("rated", 2),
        "chain-leader": ("rated", 0),
        "iur-mechanism": ("rated", 0),
        "chain-cooperation": ("rated", 0),
        "incomplete-chain": ("rated", 0),
        "services-finance": ("rated", 2),
        "cluster-organisation": ("rated", 0),
    }
    assert [entry.item.id for entry in found.items if entry.watch] == [
        "core-parts",
        "iur-mechanism",
        "chain-cooperation",
        "incomplete-chain",
    ]
    assert actions(found) == [
        ("innovation-incentive", 6),
        ("chain-leader", 6),
        ("sme-cultivation", 6),
        ("common-technology-platform", 6),
        ("pilot-platform", 6),
        ("public-service-platform", 2),
        ("finance-and-talent", 2),
    ]
    assert found.actions[1].years == (2020, 2021)
    assert "changsha-construction-machinery" in [entry.id for entry in found.actions[0].reference_clusters]


def test_shaoxing() -> None:
    found = diagnosis("shaoxing")
    result = found.classification
    assert (found.type, result.second, result.provisional, result.contested) == ("basic", "strategic", False, False)
    assert result.scores["basic"] == pytest.approx(0.795 / 0.92)  # 0.285 of the fields, 0.46, and half of 0.10
    assert result.coverage == pytest.approx(0.92)
    assert levels(found) == {
        "homogenisation": ("rated", 2),
        "low-end-overcapacity": ("both", 2),  # capacity in use 73 %: below 79 and 75
        "duplicated-construction": ("rated", 1),
        "innovation-drive": ("rated", 2),
        "high-value-products": ("signal", 2),  # 18 %: below 30 and 20
        "environmental-constraint": ("rated", 2),
        "labour-cost": ("signal", 2),  # 9 %: above 5 and 8
        "intelligence-level": ("signal", 1),  # 12 %: below 20
    }
    assert actions(found) == [
        ("restructure-products", 18),
        ("capacity-union", 16),
        ("lead-firm-innovation-system", 12),
        ("green-technology", 10),
        ("differentiated-layout", 8),
        ("innovation-incentive", 6),
        ("merge-and-restructure", 6),
        ("intelligent-manufacturing", 4),
    ]


def test_hydrogen() -> None:
    found = diagnosis("hydrogen")
    result = found.classification
    assert (found.type, result.provisional, result.contested) == ("frontier", False, False)
    assert result.scores["frontier"] == pytest.approx(1)
    assert result.coverage == pytest.approx(0.9)
    assert result.unanswered == ("leading-actors",)
    assert levels(found) == {
        "resources-scattered": ("rated", 2),
        "frontier-common-technology": ("rated", 2),
        "scenario-exploration": ("signal", 2),  # 3 scenarios, 2 demonstrations
        "lab-to-market": ("signal", 0),  # the median of 4, 5, 5, 7
        "frontier-organiser": ("rated", 2),
        "frontier-support-system": ("signal", 3),  # two of six services
    }
    assert found.figures["topic-duplication"].value == 1.5  # and silent: the list of platforms is not declared complete
    assert actions(found) == [
        ("frontier-platform", 16),
        ("university-ecosystem", 16),
        ("incubation", 10),
        ("differentiated-layout", 6),
        ("finance-and-talent", 6),
        ("open-scenarios", 6),
        ("demonstration-projects", 6),
    ]


if __name__ == "__main__":
    for sample in SAMPLES:
        (GOLDEN / f"{sample}.json").write_text(diagnosis_to_json(diagnosis(sample)) + "\n", encoding="utf-8", newline="\n")
