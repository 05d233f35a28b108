"""The sample surveys: three clusters of the paper, marked as samples where figures are assumed."""

from pathlib import Path

from db.atomic import replacing
from db.files import read_survey_file
from db.history import forget
from db.importing import import_survey
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.text import TEMPLATES

SAMPLES = ("changsha", "shaoxing", "hydrogen")  # one of each type


def sample_files() -> tuple[Path, ...]:
    """The survey files of the samples."""
    return tuple(TEMPLATES / "samples" / f"{name}.json" for name in SAMPLES)


def create_sample_workspace(path: Path) -> None:
    """Makes a workspace with the samples, and nothing to undo; raises ``UserError`` where there is something already."""
    if path.exists():
        raise UserError("workspace-exists", file=path)
    with replacing(path) as part, Workspace.create(part, alone=True) as workspace:
        workspace.path = path  # the name to tell of
        for file in sample_files():
            import_survey(workspace, read_survey_file(file))
        forget(workspace)


def make_samples(path: Path) -> None:
    """The same, unless another program has made them meanwhile."""
    try:
        create_sample_workspace(path)
    except UserError as error:
        if error.code != "workspace-exists":
            raise
