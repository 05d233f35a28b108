"""Frames of the report's catalogue; what holds of every catalogue stands in tests/test_texts.py."""

import re

from diagnosis.text import LANGS, phrases
from reports.context import without_page


def test_frames_of_a_kind_are_numbered_from_one_without_a_gap() -> None:
    kinds: dict[str, list[int]] = {}
    for key in phrases("report"):
        if found := re.fullmatch(r"(.+)\.(\d+)", key):
            kinds.setdefault(found[1], []).append(int(found[2]))
    assert kinds
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in kinds.values())


def test_a_hint_at_a_page_can_be_left_out_of_every_phrase() -> None:
    hinting = [(key, text, lang) for key, text in phrases("report").items() for lang in LANGS if "{page}" in text.to(lang)]
    assert len(hinting) > 60
    for key, text, lang in hinting:
        whole, rest = text.to(lang), without_page(text.to(lang))
        assert "{page}" not in rest, key
        assert len(rest) > 5, key
        assert rest[-1] == whole[-1] or whole[-1] in "）)", key
        assert all(rest.count(one) == rest.count(other) for one, other in ("（）", "()", "“”", "{}")), key


def test_neighbouring_frames_of_evidence_begin_differently() -> None:
    """Items of a list may take frames of different kinds; none of those begins like another."""
    kinds = ("gap.rated", "gap.rated-bare", "gap.signal-below", "gap.signal-above", "gap.service-missing")
    frames = [(key, text) for key, text in phrases("report").items() if key.rpartition(".")[0] in kinds]
    for side in ("zh", "en"):
        openings = [getattr(text, side)[:9] for key, text in frames if "above" not in key]
        assert len(openings) == len(set(openings)), openings
