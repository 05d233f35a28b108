"""Writes the outlines in golden/ again: ``python -m tests.reports.write_golden``; look at the difference before it is committed."""

from diagnosis.text import LANGS
from tests.reports.made_up import GOLDEN, as_json, report_of, structure

if __name__ == "__main__":
    for name in ("changsha", "empty", "rich"):
        for lang in LANGS:
            (GOLDEN / f"{name}-{lang}.json").write_text(as_json(structure(report_of(name, lang))) + "\n", encoding="utf-8")
