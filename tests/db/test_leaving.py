"""What leaves comes back equal: a cluster as a package. (JSON, workbook and the form for phones stand beside their readers.)"""

import pytest
from hypothesis import given

from db import operations
from db.files import export_package
from db.surveys import clusters, load
from db.workspace import Workspace
from diagnosis.interchange import SurveyFile
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import Survey
from tests.db.helpers import surveys


@given(surveys())
def test_any_survey_comes_back_from_a_package(tmp_path_factory: pytest.TempPathFactory, survey: Survey) -> None:
    folder = tmp_path_factory.mktemp("package")
    with Workspace.create(folder / "w.jizhen") as workspace:
        operations.import_survey(workspace, SurveyFile(survey, frozenset(questionnaire().parts)))
        (entry,) = clusters(workspace)
        before = load(workspace, entry.rounds[0].id)
        export_package(workspace, entry.id, folder / "p.jizhen")
    with Workspace.open(folder / "p.jizhen") as package:
        (entry,) = clusters(package)
        assert load(package, entry.rounds[0].id) == before == survey
