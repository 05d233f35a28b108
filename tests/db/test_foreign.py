"""Another program is told of when it has written to the file, and not when a change of ours came to nothing."""

import contextlib
import resource
import signal
import sys
from collections.abc import Iterator

import pytest

from db import operations
from db.engine import connect
from db.workspace import Workspace
from diagnosis.errors import UserError
from tests.db.helpers import sample

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no handle to read the header by")


@contextlib.contextmanager
def full_disk(workspace: Workspace) -> Iterator[None]:
    """Pages of a change reach the file before its end, which then cannot grow."""
    workspace.db.execute("PRAGMA cache_size = 1")
    limits, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (workspace.path.stat().st_size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)


def fail(workspace: Workspace) -> None:
    operations.import_survey(workspace, sample("changsha"))
    version = workspace.version()
    with full_disk(workspace), pytest.raises(UserError):
        operations.import_survey(workspace, sample("shaoxing"))
    assert workspace.version() != version


def meddle(workspace: Workspace) -> None:
    with contextlib.closing(connect(workspace.path)) as other:
        other.execute("UPDATE clusters SET name_en = 'elsewhere'")


def test_a_full_disk_is_no_other_program(workspace: Workspace) -> None:
    fail(workspace)
    workspace.look()
    operations.create_cluster(workspace, {"name_zh": "乙集群"})
    assert workspace.foreign == 0


def test_another_program_is_seen_after_a_full_disk_too(workspace: Workspace) -> None:
    fail(workspace)
    meddle(workspace)
    workspace.look()
    assert workspace.foreign == 1


def test_an_emptied_file_is_damaged_and_another_program_is_seen_once_it_is_back(workspace: Workspace) -> None:
    operations.create_cluster(workspace, {"name_zh": "甲集群"})
    whole = workspace.path.read_bytes()
    workspace.path.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(UserError) as refused:
            operations.create_cluster(workspace, {"name_zh": "乙集群"})
        assert refused.value.code == "workspace-damaged"
    assert workspace.foreign == 0
    workspace.path.write_bytes(whole)
    meddle(workspace)
    with contextlib.suppress(UserError):  # what SQLite still knows of the emptied file
        workspace.look()
    workspace.look()
    assert workspace.foreign == 1
