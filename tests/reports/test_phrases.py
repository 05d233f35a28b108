"""Frames of the report's catalogue; what holds of every catalogue stands in tests/test_texts.py."""

import re

from diagnosis.text import phrases


def test_frames_of_a_kind_are_numbered_from_one_without_a_gap() -> None:
    kinds: dict[str, list[int]] = {}
    for key in phrases("report"):
        if found := re.fullmatch(r"(.+)\.(\d+)", key):
            kinds.setdefault(found[1], []).append(int(found[2]))
    assert kinds
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in kinds.values())


def test_neighbouring_frames_of_evidence_begin_differently() -> None:
    """Items of a list may take frames of different kinds; none of those begins like another."""
    kinds = ("gap.rated", "gap.rated-bare", "gap.signal-below", "gap.signal-above", "gap.service-missing")
    frames = [(key, text) for key, text in phrases("report").items() if key.rpartition(".")[0] in kinds]
    for side in ("zh", "en"):
        openings = [getattr(text, side)[:9] for key, text in frames if "above" not in key]
        assert len(openings) == len(set(openings)), openings
