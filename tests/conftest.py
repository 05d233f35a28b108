"""What all tests share: nothing of the user's own is touched, and random tests take the same care everywhere."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from db import keys
from db.engine import FLUSHED
from db.keys import ROUNDS
from diagnosis.framework import Framework
from diagnosis.framework_files import load_framework
from reports.office import FINDERS, office
from tests.numbering import count_from_one

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]  # a busy machine is no failure
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # a bare "pytest" needs no screen either
settings.register_profile("here", max_examples=25, deadline=None, suppress_health_check=SLOW)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
count_from_one()
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def common_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same for what several tests share, which is made before the folder of the first of them."""
    folder = tmp_path_factory.mktemp("common-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIZHEN_HOME", str(folder))
        patch.setenv("JIZHEN_LANG", "zh")
        yield folder


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own files go to a folder of this test, and the language does not hang on the machine."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("JIZHEN_HOME", str(folder))
    monkeypatch.setenv("JIZHEN_LANG", "zh")
    return folder


@pytest.fixture(autouse=True)
def unflushed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's workspaces need not survive a power cut: nothing waits for the disk."""
    monkeypatch.setattr("db.engine.FLUSHED", "OFF")


@pytest.fixture
def flushed(unflushed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change goes to the disk, as in the product."""
    monkeypatch.setattr("db.engine.FLUSHED", FLUSHED)


@pytest.fixture
def own_prefixes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every opening writes under a prefix of its own, as on real laptops."""
    prefixes = itertools.count(1)
    monkeypatch.setattr("db.dots.new_prefix", lambda _largest: next(prefixes))


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """What a test keeps under a password need not withstand anybody: 256,000 rounds for each key take 0.2 s."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.keys.ROUNDS", 2)
        yield


@pytest.fixture
def own_rounds(quick_keys: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many rounds as in the product, for files that another program opens, too."""
    monkeypatch.setattr("db.keys.ROUNDS", ROUNDS)


@pytest.fixture
def no_keys() -> Iterator[None]:
    """No password has been said, as when the program begins; what is said is forgotten."""
    keys.forget_all()
    yield
    keys.forget_all()


@pytest.fixture(scope="session", autouse=True)
def no_office() -> Iterator[None]:
    """No office program is there: to be started for a report takes it seconds, and few tests are about what it does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.office.FINDERS", ())
        office.cache_clear()
        yield


@pytest.fixture
def own_office(no_office: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The office program of this machine is there, if it has one."""
    monkeypatch.setattr("reports.office.FINDERS", FINDERS)
    office.cache_clear()
    yield
    office.cache_clear()


@pytest.fixture(scope="session")
def framework() -> Framework:
    """The product's framework."""
    return load_framework()
