"""Where things are kept, and that everything this room says exists in both languages."""

import re
from pathlib import Path

import pytest

import db
from db import places
from diagnosis.errors import UserError
from diagnosis.text import phrases

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(str(db.__file__)).parent.rglob("*.py")))


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


def test_every_refusal_has_its_line() -> None:
    told = set(re.findall(r'UserError\(\s*"([a-z-]+)"', SOURCES)) | set(re.findall(r'(?:SQLITE|errno)[.\w]*: "([a-z-]+)"', SOURCES))
    assert len(told) > 30
    assert told <= set(phrases("errors"))


def test_every_phrase_is_used_and_every_use_has_its_phrase() -> None:
    used = set(re.findall(r'phrase\("db", "([a-z-]+)"', SOURCES)) | set(re.findall(r'_named\("([a-z-]+)"', SOURCES))
    several = {f"{key}-several" for key in used}  # of several files at once
    assert used == set(phrases("db")) - several
    assert several & set(phrases("db"))


@pytest.mark.parametrize("catalogue", ["db", "errors"])
def test_both_languages_tell_the_same_facts(catalogue: str) -> None:
    for key, text in phrases(catalogue).items():
        assert placeholders(text.zh) == placeholders(text.en), key


def test_one_folder_can_be_named_for_everything(home: Path) -> None:
    kept = [places.default_workspace(), places.sample_workspace(), places.settings_file(), places.log_file(), places.backup_folder()]
    assert {path.parent for path in kept} == {home}
    assert len(set(kept)) == len(kept)


def test_the_folder_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.HOME, str(tmp_path / "u" / "v"))
    assert places.default_workspace().parent.is_dir()
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(places.HOME, str(tmp_path / "file" / "v"))
    with pytest.raises(UserError, match="无法建立文件夹"):
        places.default_workspace()


def test_without_a_name_it_is_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(places.HOME)
    for name in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    assert places.default_workspace().is_relative_to(tmp_path)
