"""Encrypted workspaces: nothing plain is left, a wrong password touches nothing, and everything works as in a plain one."""

import contextlib
import hashlib
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from db import encrypting, keys, operations, surveys
from db.attachments import ROUND
from db.backup import daily_backup
from db.colleagues import merge, open_colleague
from db.copies import copies
from db.encrypting import recovery_key, set_password, unlock
from db.engine import fits
from db.files import copy_workspace, export_package
from db.holding import lock_of
from db.repairing import repair
from db.restoring import restore
from db.salvaging import salvage
from db.verify import kept_beside, verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from main import main
from tests.db.helpers import incoming, noise, sample

pytestmark = pytest.mark.usefixtures("no_keys")
PASSWORD = "橘子洲头 1925"
MARK = "机密的名字"
DATA = Path(__file__).parent / "data"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A workspace with a survey, a file and a backup."""
    path = tmp_path / "w.jizhen"
    with Workspace.create(path) as workspace:
        operations.import_survey(workspace, sample("changsha"))
        operations.set_answer(workspace, 1, "cluster", "description_zh", MARK)
        operations.attach(workspace, 1, ROUND, [incoming("a.bin", noise(9000))])
        daily_backup(workspace)
    return path


def is_plain(path: Path) -> bool:
    content = path.read_bytes()
    return b"SQLite format" in content or MARK.encode() in content or "长沙".encode() in content


@pytest.mark.parametrize("before", [None, PASSWORD])
def test_where_the_workspace_cannot_be_written_anew_its_backups_keep_their_password(
    before: str | None, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if before is not None:
        set_password(plain, before)
    content = plain.read_bytes()
    convert = encrypting._convert

    def full(path: Path, secret: keys.Secret | None) -> None:
        if path == plain.resolve():
            raise UserError("disk-full", file=path)
        convert(path, secret)

    monkeypatch.setattr(encrypting, "_convert", full)
    with pytest.raises(UserError, match="磁盘空间不足"):
        set_password(plain, "另一个 password")
    assert plain.read_bytes() == content
    keys.forget_all()
    (backup,) = copies(plain)
    if before is not None:
        assert not is_plain(backup)
        unlock(backup, before)
    assert verify(backup).sound


@pytest.mark.parametrize("schema", [1, 2, 3])
def test_an_older_format_is_encrypted_read_saved_and_brought_up_to_date(schema: int, tmp_path: Path) -> None:
    path, saved = tmp_path / "old.jizhen", tmp_path / "saved.jizhen"
    shutil.copyfile(DATA / f"schema-{schema}.jizhen", path)
    set_password(path, PASSWORD)
    with Workspace.read(path) as workspace:
        content = workspace.rows("SELECT * FROM enterprises ORDER BY _id")
    assert verify(path).sound
    assert all(not each.lost and not each.unread for each in salvage(path, saved))
    with Workspace.open(path) as workspace, Workspace.open(saved) as again:
        assert content == workspace.rows("SELECT * FROM enterprises ORDER BY _id") == again.rows("SELECT * FROM enterprises ORDER BY _id")
        assert content
    assert all(not is_plain(each) for each in (path, saved, *copies(path)))
    assert copies(path)


def test_nothing_plain_is_left_beside_it_or_among_the_backups(plain: Path, home: Path) -> None:
    assert is_plain(plain)
    set_password(plain, PASSWORD)
    found = [path for folder in (plain.parent, home) for path in folder.rglob("*") if path.is_file()]
    assert plain in found
    assert copies(plain)[0] in found
    assert [path for path in found if is_plain(path)] == []


def test_it_is_refused_without_its_password_and_stays_as_it_is(plain: Path) -> None:
    set_password(plain, PASSWORD)
    keys.forget_all()
    before = plain.read_bytes()
    for use in (Workspace.open, Workspace.read, verify, open_colleague):
        with pytest.raises(UserError, match="需要密码"):
            use(plain)
    with pytest.raises(UserError, match="不对"):
        unlock(plain, "a wrong one")
    with pytest.raises(UserError, match="需要密码"):
        Workspace.open(plain)
    assert plain.read_bytes() == before
    assert not lock_of(plain).exists()


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # as an input method for Chinese types them
TYPED = [
    pytest.param(str, id="as it is"),
    pytest.param(str.lower, id="lower case"),
    pytest.param(lambda key: f" {key.replace('-', '  ')}\n", id="spaces"),
    pytest.param(lambda key: key.replace("-", ""), id="in one"),
    pytest.param(lambda key: key.replace("-", "\u2014").lower(), id="long dashes"),
    pytest.param(lambda key: key.translate(WIDE), id="full width"),
    pytest.param(lambda key: key.replace("O", "0").replace("B", "8"), id="zero and eight"),
    pytest.param(lambda key: key.replace("I", "1").replace("L", "1"), id="one"),
    pytest.param(lambda key: key.replace("I", "l"), id="small L"),
    pytest.param(lambda key: key.replace("L", "I"), id="large I"),
]


@pytest.mark.parametrize("typed", TYPED)
def test_the_recovery_key_opens_it_too_however_it_is_typed(plain: Path, typed: Callable[[str], str]) -> None:
    key, told = set_password(plain, PASSWORD)
    assert told == ()
    assert key == recovery_key(plain)
    keys.forget_all()
    unlock(plain, typed(key))
    with Workspace.open(plain) as workspace:
        assert surveys.clusters(workspace)[0].cluster.description_zh == MARK


def test_a_key_is_read_in_no_more_ways_than_anybody_tries() -> None:
    assert len(list(keys.readings("1" * keys.LETTERS))) == keys.MOST_READINGS
    assert len(list(keys.readings("A" * keys.LETTERS))) == 1
    assert list(keys.readings("A" * 51 + "9")) == list(keys.readings("A" * 51)) == []


def test_what_is_nearly_a_recovery_key_is_told_as_one(plain: Path) -> None:
    key, _ = set_password(plain, PASSWORD)
    keys.forget_all()
    for typed, count in ((key[:-1], 51), (key.replace(key[0], "A" if key[0] != "A" else "C"), 52)):
        with pytest.raises(UserError) as refused:
            unlock(plain, typed)
        assert (refused.value.code, refused.value.facts["count"]) == ("recovery-wrong", count)
    with pytest.raises(UserError) as refused:
        unlock(plain, "just a wrong password")
    assert refused.value.code == "password-wrong"


@pytest.mark.usefixtures("flushed")
def test_everything_works_in_it_as_in_a_plain_one(plain: Path, tmp_path: Path) -> None:
    set_password(plain, PASSWORD)
    keys.forget_all()
    unlock(plain, PASSWORD)
    with Workspace.open(plain) as workspace:
        assert workspace.rows("PRAGMA synchronous") == [(3,)]
        assert operations.set_answer(workspace, 1, "cluster", "name_en", "X").parts
        assert operations.undo(workspace)
        assert operations.import_survey(workspace, sample("shaoxing")).parts
        with pytest.raises(sqlite3.OperationalError):
            workspace.rows("SELECT nothing FROM nowhere")
        with pytest.raises(UserError, match="已被删除"):
            operations.delete_rows(workspace, 1, "chain", [99])
        copy_workspace(workspace, tmp_path / "copy.jizhen")
        export_package(workspace, 1, tmp_path / "package.jizhen")
        (backup := copies(plain)[0]).unlink()
        daily_backup(workspace)
    for path in (plain, backup, tmp_path / "copy.jizhen", tmp_path / "package.jizhen"):
        assert not is_plain(path)
        assert verify(path).sound


def test_a_package_has_a_password_of_its_own_and_is_merged_with_it(plain: Path, tmp_path: Path) -> None:
    package, other = tmp_path / "p.jizhen", tmp_path / "other.jizhen"
    with Workspace.open(plain) as workspace:
        with pytest.raises(UserError, match="至少 8"):
            export_package(workspace, 1, package, "short")
        export_package(workspace, 1, package, "another one")
    assert not is_plain(package)
    with pytest.raises(UserError, match="需要密码"):
        open_colleague(package)
    unlock(package, "another one")
    with Workspace.create(other) as workspace, open_colleague(package) as theirs:
        assert merge(workspace, theirs).change.parts
        assert surveys.load(workspace, surveys.clusters(workspace)[0].rounds[0].id).cluster.description_zh == MARK


def test_the_password_is_changed_and_removed(plain: Path) -> None:
    first, _ = set_password(plain, PASSWORD)
    second, _ = set_password(plain, "another one")
    assert first != second
    keys.forget_all()
    for old in (PASSWORD, first):
        with pytest.raises(UserError, match="不对"):
            unlock(plain, old)
    unlock(plain, "another one")
    set_password(plain, None)
    keys.forget_all()
    assert verify(plain).sound
    assert verify(copies(plain)[0]).sound
    with Workspace.open(plain) as workspace:
        assert surveys.clusters(workspace)[0].cluster.description_zh == MARK


def test_a_short_password_changes_nothing(plain: Path) -> None:
    before = plain.read_bytes()
    with pytest.raises(UserError, match="至少 8"):
        set_password(plain, "1234567")
    assert plain.read_bytes() == before


def test_a_backup_that_cannot_be_read_is_told(plain: Path) -> None:
    (copy,) = copies(plain)
    copy.write_bytes(copy.read_bytes()[:5000])
    _, told = set_password(plain, PASSWORD)
    assert [str(copy) in line.zh for line in told] == [True]


@pytest.mark.parametrize("at", [3, 5000, 40_000])
def test_a_damaged_one_is_found_and_restored_from_its_backup(plain: Path, at: int) -> None:
    set_password(plain, PASSWORD)
    keys.forget_all()
    content = bytearray(plain.read_bytes())
    content[at : at + 8] = b"\0damage\0"
    plain.write_bytes(content)
    with contextlib.suppress(UserError):  # where the salt is damaged, only the backup knows the password
        unlock(plain, PASSWORD)
    assert not verify(plain).sound
    assert repair(plain).sound
    unlock(plain, PASSWORD)
    assert verify(plain).sound


def test_damage_behind_the_first_page_is_no_wrong_password(plain: Path) -> None:
    set_password(plain, PASSWORD)
    secret, content = keys.secret_of(plain), plain.read_bytes()
    for page in range(1, len(content) // keys.PAGE):  # some of them hold the schema
        hurt = bytearray(content)
        hurt[page * keys.PAGE + 100 : page * keys.PAGE + 108] = b"\0damage\0"
        plain.write_bytes(hurt)
        assert fits(plain, secret), page
        assert not verify(plain).sound, page
    assert not fits(plain, keys.Secret(bytes(keys.KEY), secret.salt))


def test_what_is_left_of_one_that_is_cut_off_is_told_and_salvaged(plain: Path, tmp_path: Path) -> None:
    set_password(plain, PASSWORD)
    keys.forget_all()
    plain.write_bytes(plain.read_bytes()[: -2 * keys.PAGE])
    unlock(plain, PASSWORD)
    assert "cut off" in verify(plain).problems[0].en
    with pytest.raises(UserError, match="不完整"):
        Workspace.open(plain)
    saved = tmp_path / "saved.jizhen"
    assert sum(each.rows for each in salvage(plain, saved))
    assert keys.is_encrypted(saved)
    assert verify(saved).sound


def test_an_old_one_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.jizhen"
    path.write_bytes((Path(__file__).parent / "data" / "schema-1.jizhen").read_bytes())
    set_password(path, PASSWORD)
    with Workspace.read(path) as workspace:
        assert surveys.clusters(workspace)
    with open_colleague(path) as theirs:
        assert surveys.clusters(theirs)
    with Workspace.open(path) as workspace:
        assert surveys.clusters(workspace)
    assert len(copies(path)) == 1
    assert not is_plain(copies(path)[0])


@pytest.mark.parametrize("password", ["x", PASSWORD, "长" * 100, "\0"])
def test_a_key_is_the_same_with_and_without_openssl(password: str) -> None:
    salt = b"0123456789abcdef"
    typed = password.encode()
    assert keys.stretched(typed, salt, 50) == hashlib.pbkdf2_hmac("sha512", typed, salt, 50, keys.KEY)


@pytest.mark.usefixtures("own_rounds")
def test_any_sqlcipher_opens_it_with_the_password(plain: Path) -> None:
    set_password(plain, PASSWORD)
    with contextlib.closing(dbapi2.connect(str(plain))) as other:
        other.execute(f"PRAGMA key = '{PASSWORD}'")
        assert other.execute("SELECT description_zh FROM clusters").fetchall() == [(MARK,)]


def test_noise_in_the_place_of_a_plain_workspace_is_told_as_damage(plain: Path) -> None:
    plain.write_bytes(noise(plain.stat().st_size // 4096 * 4096))
    assert keys.is_encrypted(plain)  # it looks like one
    with pytest.raises(UserError) as refused:
        unlock(plain, PASSWORD)
    assert refused.value.code == "workspace-damaged"
    assert not verify(plain).sound
    assert repair(plain).sound
    with Workspace.open(plain) as workspace:
        assert surveys.clusters(workspace)


def test_old_files_beside_it_that_stay_plain_are_told(plain: Path) -> None:
    restore(plain, copies(plain)[0])
    (kept,) = kept_beside(plain)
    _, told = set_password(plain, PASSWORD)
    assert [str(kept) in line.zh for line in told] == [True]


def test_the_backups_are_listed_with_the_password_from_a_file(plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_password(plain, PASSWORD)
    keys.forget_all()
    (tmp_path / "pw").write_text(PASSWORD + "\n", encoding="utf-8")
    assert main(["restore", str(plain)]) == 1
    assert main(["--password-file", str(tmp_path / "pw"), "restore", str(plain)]) == 0
    assert "完好" in capsys.readouterr().out


def test_a_package_with_a_password_of_its_own_is_merged_where_a_file_holds_ours(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, ours = tmp_path / "p.jizhen", tmp_path / "pw"
    shutil.copy(plain, package)
    set_password(package, "quite another one")
    set_password(plain, PASSWORD)
    ours.write_text(PASSWORD, encoding="utf-8")
    command = ["--password-file", str(ours), "merge", str(plain), str(package)]
    keys.forget_all()
    assert main(command) == 1  # nobody sits at the keyboard
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: "quite another one")
    keys.forget_all()
    assert main(command) == 0


@pytest.mark.parametrize("order", [("ours", "theirs"), ("theirs", "ours")])
@pytest.mark.parametrize("by", ["files", "environment"])
def test_a_script_gives_both_passwords(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...], by: str
) -> None:
    package, words = tmp_path / "p.jizhen", {"ours": PASSWORD, "theirs": "quite another one"}
    shutil.copy(plain, package)
    set_password(package, words["theirs"])
    set_password(plain, words["ours"])
    keys.forget_all()
    given: list[str] = []
    for name, variable in zip(order, ("JIZHEN_PASSWORD", "JIZHEN_OTHER_PASSWORD"), strict=True):
        (tmp_path / name).write_text(words[name], encoding="utf-8")
        given += ["--password-file", str(tmp_path / name)] if by == "files" else []
        if by == "environment":
            monkeypatch.setenv(variable, words[name])
    assert main([*given, "merge", str(plain), str(package)]) == 0


def test_a_package_that_has_the_password_of_its_workspace_says_so(plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["export", str(plain), "--cluster", "长沙市工程机械集群", "--out"]
    assert main([*command, str(tmp_path / "plain.jizhen")]) == 0
    assert "密码" not in capsys.readouterr().out
    set_password(plain, PASSWORD)
    assert main([*command, str(tmp_path / "locked.jizhen")]) == 0
    assert "带有本工作区的密码" in capsys.readouterr().out


def test_a_disk_that_is_full_is_told_and_leaves_all_plain(plain: Path) -> None:
    before, soft_hard = plain.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    set_signal = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, soft_hard[1]))
    try:
        with pytest.raises(UserError):
            set_password(plain, PASSWORD)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, soft_hard)
        signal.signal(signal.SIGXFSZ, set_signal)
    assert plain.read_bytes() == before
    assert all(is_plain(copy) for copy in copies(plain))
