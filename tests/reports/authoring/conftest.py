"""A report with authored sections and a comment, in either language, written once for all that read it back."""

from pathlib import Path

import pytest

from diagnosis.authored import Authored
from diagnosis.text import Lang
from reports.options import Options
from tests.reports.authoring.edits import WRITTEN
from tests.reports.made_up import diagnosis_of, written


@pytest.fixture(scope="session", params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> Lang:
    return "zh" if request.param == "zh" else "en"


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory, lang: Lang) -> Path:
    """A report with authored sections and a comment."""
    folder = tmp_path_factory.mktemp("authored")
    return written(diagnosis_of("rich"), folder, lang, options=Options(authored=Authored(lang, WRITTEN)))
