"""Proves that the frozen program works on its own: the commands, the window in both languages, and files shared with the source tree.

    packaging/smoke.py dist/jizhen [--program PATH]

It runs in an empty home directory whose name is Chinese, with nothing of the development environment in sight.
The window opens on a virtual X screen where Xvfb is installed, else on Qt's offscreen platform; what it shows is compared with what
the source tree shows. Where strace is installed, every file the program opens is looked at: its own, the user's, and the system's
libraries and fonts are allowed, others and any network are not.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from nacl.signing import SigningKey
from PIL import Image, ImageChops
from PyInstaller.archive.readers import CArchiveReader  # type: ignore[import-untyped]
from screen import screen
from sign_update import made
from smoke_trace import CALLS, Allowed

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120
NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}  # Qt would have one started where there is none, and strace would wait for its end
# What ui/ looks for: where to put a picture of the window after its first paint, before it closes itself.
SCREENSHOT = "JIZHEN_SMOKE_SCREENSHOT"
SAME, OTHER = 0.002, 0.01  # shares of the window: the clock in the status bar may differ, the languages must
NOTICEABLE = 48  # of 255
TRIES = 3
REST_S, KEY_S, TYPED = 5, 1.0, "Trial Works"
# Letters, and commands that are none, where no field has the focus; then a name over that of the first firm.
KEYS = (
    ("search", "--sync", "--onlyvisible", "--name", ".", "windowfocus"),
    ("key", "x"),
    ("key", "F12"),
    ("key", "ctrl+alt+F7"),
    ("key", "ctrl+2"),
    ("mousemove", "330", "232", "click", "1"),
    ("type", "--delay", "50", TYPED),
    ("key", "Return"),
    ("key", "x"),
    ("key", "Escape"),
)
INPUT_PLUGINS = {"libibusplatforminputcontextplugin.so", "libcomposeplatforminputcontextplugin.so"}
INPUT_MODULES = {"ui.fcitx", "jeepney.io.blocking"}
CLUSTER = "某市喆祎装备集群"
SURVEY = {
    "format": "jizhen-survey",
    "version": 1,
    "cluster": {"name_zh": CLUSTER, "name_en": "A trial cluster", "region": "430100"},
    "round": {"label": "2024", "date": "2024-06-30"},
    "criteria": {"market-stage": "strategic", "technology-maturity": "strategic", "capacity": "basic"},
    "indicators": [{"id": "output", "year": 2023, "value": 320, "source": "统计公报"}],
    "enterprises": [{"name": "犇堃机械有限公司", "role": "leader", "revenue": 12000, "rd_spend": 480}],
}


class SmokeError(Exception):
    """The frozen program did not do what it must."""


@dataclass(frozen=True)
class Frozen:
    """The frozen program, and the empty home it is tried in."""

    program: Path
    home: Path
    prefix: tuple[str, ...] = ()

    def source(self) -> "Frozen":
        """The source tree in the same home, run by the Python that runs this."""
        return Frozen(ROOT / "main.py", self.home, (sys.executable,))

    def run(self, *arguments: str, **environment: str) -> str:
        """What the program prints; raises SmokeError when it fails or takes longer than SECONDS."""
        command, clean = self._clean(*arguments)
        try:
            done = subprocess.run(command, cwd=self.home, env=clean | environment, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise SmokeError(f"{' '.join(arguments) or 'the window'}: not done after {SECONDS} s") from error
        if done.returncode:
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            raise SmokeError(f"{' '.join(arguments) or 'the window'}: exit {done.returncode}\n{said}")
        return done.stdout.decode("utf-8", "replace")

    @contextmanager
    def started(self, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """The program while it runs; it is ended then."""
        command, clean = self._clean(*arguments)
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, cwd=self.home, env=clean | environment, stdout=quiet, stderr=quiet) as program:
            try:
                yield program
            finally:
                program.terminate()

    def _clean(self, *arguments: str) -> tuple[list[str], dict[str, str]]:
        """Its command, and an environment with nothing of ours in it."""
        clean = {"HOME": str(self.home), "USERPROFILE": str(self.home), "LANG": "C.UTF-8", "PATH": os.defpath}
        clean |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        return [*self.prefix, str(self.program), *arguments], clean


def version(frozen: Frozen) -> str:
    """It says the version of the source it was made from."""
    source = (ROOT / "diagnosis" / "__init__.py").read_text("utf-8")
    wanted = re.findall(r'__version__ = "(.+)"', source)[0]
    said = frozen.run("--version").strip()
    if wanted not in said:
        raise SmokeError(f"--version says {said!r} and not {wanted}")
    return said


def demo(frozen: Frozen) -> str:
    """The demo makes three reports."""
    out = frozen.home / "out"
    frozen.run("demo", "--out", str(out))
    reports = sorted(out.glob("**/*.docx"))
    if len(reports) != 3:
        raise SmokeError(f"demo made {len(reports)} reports: {[report.name for report in reports]}")
    return ", ".join(f"{report.name} {checked_report(report, pictures=1)}" for report in reports)


def imported(frozen: Frozen) -> str:
    """A survey goes into a new workspace, a roster after it; diagnosis, report and forms come out, a colleague's copy is merged."""
    home = frozen.home
    workspace, package, report = str(home / "试点.jizhen"), str(home / "同事.jizhen"), home / "试点 报告.docx"
    frozen.run("new", workspace)
    frozen.run("import", workspace, str(survey(home)))
    said = frozen.run("roster", workspace, str(roster(home / "名单.xlsx")), "--cluster", CLUSTER)
    if "新增 2 家" not in said:
        raise SmokeError(f"the roster: {said}")
    diagnosed = json.loads(frozen.run("diagnose", workspace, "--cluster", CLUSTER, "--json"))
    if diagnosed["cluster"]["name_zh"] != CLUSTER:
        raise SmokeError(f"the diagnosis is of {diagnosed['cluster']}")
    frozen.run("export", workspace, "--cluster", CLUSTER, "--out", package)
    frozen.run("merge", workspace, package)
    frozen.run("verify", workspace)
    for form in ("空表.xlsx", "问卷.docx"):
        frozen.run("form", "--out", str(home / form))
        with zipfile.ZipFile(home / form) as parts:
            if parts.testzip():
                raise SmokeError(f"{form}: damaged")
    frozen.run("report", workspace, "--cluster", CLUSTER, "--out", str(report))
    return f"{report.name} {checked_report(report, CLUSTER)}"


def survey(home: Path) -> Path:
    """The trial survey as a file."""
    path = home / "调研 数据.json"
    path.write_text(json.dumps(SURVEY, ensure_ascii=False), "utf-8")
    return path


def guarded(frozen: Frozen) -> str:
    """A workspace with a password opens with it alone; an update that somebody else has signed is refused."""
    workspace, word = frozen.home / "加密.jizhen", frozen.home / "密码.txt"
    word.write_text("correct horse", "utf-8")
    frozen.run("import", str(workspace), str(survey(frozen.home)))
    frozen.run("--new-password-file", str(word), "password", str(workspace))
    if CLUSTER not in frozen.run("--password-file", str(word), "list", str(workspace)) or workspace.read_bytes()[:6] == b"SQLite":
        raise SmokeError("the workspace is not encrypted, or does not open")
    foreign = made(survey(frozen.home).rename(frozen.home / "foreign.deb"), SigningKey.generate(), frozen.home)
    try:
        frozen.run("update", str(foreign))
    except SmokeError as refused:
        if "签名" in str(refused):
            return "a password is asked for, a foreign signature refused"
        raise
    raise SmokeError("an update that a stranger signed was taken")


def shared(frozen: Frozen) -> str:
    """A workspace of the source tree opens in the frozen program and the other way round; both diagnose the same."""
    for maker, reader in ((frozen, frozen.source()), (frozen.source(), frozen)):
        workspace = frozen.home / "共用.jizhen"
        workspace.unlink(missing_ok=True)
        maker.run("import", str(workspace), str(survey(frozen.home)))
        reader.run("verify", str(workspace))
        told = [each.run("diagnose", str(workspace), "--cluster", CLUSTER, "--json") for each in (maker, reader)]
        if told[0] != told[1]:
            raise SmokeError("the frozen program and the source tree diagnose one workspace differently")
    return "both ways, the same diagnosis"


def typing(frozen: Frozen) -> str:
    """What Chinese is typed with on Linux is in the folder: Qt's plugins for ibus and dead keys, and our own way to fcitx."""
    if sys.platform != "linux":
        return "the system's own input methods"
    folder = frozen.program.resolve().parent
    plugins = {path.name for path in folder.glob("_internal/PySide6/Qt/plugins/platforminputcontexts/*.so")}
    modules = set(CArchiveReader(str(frozen.program)).open_embedded_archive("PYZ.pyz").toc)
    if absent := (INPUT_PLUGINS - plugins) | (INPUT_MODULES - modules):
        raise SmokeError(f"no Chinese can be typed: {', '.join(sorted(absent))} is missing")
    return ", ".join(sorted(INPUT_PLUGINS | INPUT_MODULES))


def roster(path: Path) -> Path:
    """A roster of two firms."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((["企业名称", "营业收入（亿元）"], ["喆祎精密制造有限公司", 1.5], ["玥犇液压有限公司", 0.2])):
            sheet.write_row(place, 0, row)
    return path


def window(frozen: Frozen) -> str:
    """The window opens on the samples in either language and shows what the source tree's window shows."""
    told = ""
    for _ in range(TRIES):  # a busy machine may be caught before all of it is there
        shown = {
            (lang, name): pictured(program, lang, name)
            for lang in ("zh", "en")
            for name, program in (("frozen", frozen), ("source", frozen.source()))
        }
        off = max(differing(shown[lang, "frozen"], shown[lang, "source"]) for lang in ("zh", "en"))
        apart = differing(shown["zh", "frozen"], shown["en", "frozen"])
        told = f"from the source's {off:.2%}, between the languages {apart:.2%}"
        if off <= SAME and apart >= OTHER:
            return f"{checked_picture(frozen.home / 'window-zh-frozen.png')}; {told}"
    raise SmokeError(f"the window differs {told}")


def pictured(program: Frozen, lang: str, name: str) -> Image.Image:
    """The window of a program at its first start, in grey."""
    picture = program.home / f"window-{lang}-{name}.png"
    own = program.home / "own"  # the status bar names it: the same for all
    shutil.rmtree(own, ignore_errors=True)
    with screen() as where:
        program.run(**where, JIZHEN_LANG=lang, JIZHEN_HOME=str(own), **{SCREENSHOT: str(picture)})
    if not picture.exists():
        raise SmokeError(f"{lang}, {name}: the window left no picture of itself")
    return Image.open(picture).convert("L")


def keyed(frozen: Frozen) -> str:
    """Letters and commands that no field takes, and a name typed into the list of firms: it is stored, and the log has no defect."""
    tool = shutil.which("xdotool")
    if tool is None or shutil.which("Xvfb") is None:
        return "Xvfb or xdotool is not installed: skipped"
    workspace, own, answers = frozen.home / "按键.jizhen", frozen.home / "keyed", frozen.home / "typed.json"
    frozen.run("import", str(workspace), str(survey(frozen.home)))
    with screen() as where, frozen.started(str(workspace), **where, JIZHEN_LANG="zh", JIZHEN_HOME=str(own)) as program:
        shown = until(lambda: windows(tool, where), program)
        time.sleep(REST_S)  # its first page is read
        for pressed in KEYS:
            subprocess.run([tool, *pressed], env=dict(os.environ, **where), check=True, stdout=subprocess.DEVNULL)
            time.sleep(KEY_S)
        more = windows(tool, where) - shown
        ended = program.poll()
    defects = [path.read_text("utf-8") for path in own.rglob("*.log")]
    if ended is not None or more or any(defects):
        raise SmokeError("\n".join([f"at a key: exit {ended}, windows opened {len(more)}", *defects]))
    frozen.run("export", str(workspace), "--cluster", CLUSTER, "--out", str(answers))
    names = [firm["name"] for firm in json.loads(answers.read_text("utf-8"))["enterprises"]]
    if names != [TYPED]:
        raise SmokeError(f"{TYPED} was typed, and the firms are {names}")
    return f"{len(KEYS)} strokes and clicks, no defect; {TYPED} is stored"


def windows(tool: str, where: dict[str, str]) -> set[bytes]:
    """The windows that are seen on a screen."""
    look = [tool, "search", "--onlyvisible", "--name", "."]
    return set(subprocess.run(look, env=dict(os.environ, **where), capture_output=True, check=False).stdout.split())


def until(look: Callable[[], set[bytes]], program: subprocess.Popen[bytes]) -> set[bytes]:
    """What is there, once anything is; raises SmokeError when the program ends before, or nothing comes."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and program.poll() is None:
        if found := look():
            return found
        time.sleep(0.1)
    raise SmokeError(f"no window; exit {program.poll()}")


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that are clearly different; 1 where the sizes are."""
    if one.size != other.size:
        return 1.0
    histogram = ImageChops.difference(one, other).histogram()
    return sum(histogram[NOTICEABLE:]) / (one.width * one.height)


def traced(frozen: Frozen) -> str:
    """Looks at every file that the commands and the window open."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed: skipped"
    log = frozen.home / "trace.txt"
    watched = Frozen(frozen.program, frozen.home, (strace, "-f", "-qq", "-e", f"trace={CALLS}", "-s", "4096", "-o", str(log)))
    allowed = Allowed(frozen.program.parent, [frozen.home])
    files = 0
    with screen() as where:
        for arguments, more in (
            (["demo", "--out", str(frozen.home / "traced")], {}),
            ([], where | NO_BUS | {SCREENSHOT: str(frozen.home / "traced.png")}),
        ):
            watched.run(*arguments, **more)
            # the name of the home is Chinese, and strace writes bytes
            trace = re.sub(
                rb"(\\[0-7]{3})+", lambda found: found[0].decode().encode().decode("unicode_escape").encode("latin-1"), log.read_bytes()
            )
            files += trace.count(b"open")
            if complaints := list(allowed.complaints(trace.decode("utf-8", "replace"))):
                raise SmokeError("\n".join(complaints))
    return f"{files} calls, none outside the program's folder, the user's, and the system's libraries and fonts; no network"


def checked_report(report: Path, holds: str = "", pictures: int = 0) -> str:
    """The size of a Word report that is a whole zip file and has text, `holds` among it, and so many pictures."""
    with zipfile.ZipFile(report) as parts:
        if parts.testzip():
            raise SmokeError(f"{report.name}: damaged")
        names = parts.namelist()
        text = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", parts.read("word/document.xml").decode("utf-8")))
    drawn = sum(name.startswith("word/media/") for name in names)
    if len(text) < 1000 or holds not in text or drawn < pictures:
        raise SmokeError(f"{report.name}: {len(text)} characters of text, parts {names}")
    return f"({len(text)} characters, {drawn} pictures, {report.stat().st_size // 1024} kB)"


def checked_picture(picture: Path) -> str:
    """What a picture shows, in numbers; raises SmokeError when it is small, or as good as one colour."""
    image = Image.open(picture).convert("RGB")
    colours = image.getcolors(image.width * image.height) or []
    most = max(count for count, _ in colours) / (image.width * image.height)
    summary = f"{image.width} x {image.height} pixels, {len(colours)} colours, {most:.0%} of it one"
    if image.width < 800 or image.height < 500 or len(colours) < 50 or most > 0.97:
        raise SmokeError(f"the window is blank or tiny: {summary}")
    return summary


CHECKS: tuple[Callable[[Frozen], str], ...] = (version, typing, demo, imported, guarded, shared, window, keyed, traced)


def main() -> int:
    """Try everything; 0 when all of it works."""
    parser = argparse.ArgumentParser(description="Try the frozen program.")
    parser.add_argument("folder", type=Path, help="the folder PyInstaller made")
    parser.add_argument("--program", type=Path, help="the program file, where it is not the one in the folder")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    program = arguments.program or folder / (f"{folder.name}-cli.exe" if sys.platform == "win32" else folder.name)
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary) / "调研 资料"
        home.mkdir()
        for check in CHECKS:
            start = time.perf_counter()
            try:
                found = check(Frozen(program, home))
            except SmokeError as error:
                print(f"failed  {check.__name__}: {error}", file=sys.stderr)
                return 1
            print(f"ok  {check.__name__:8}  {time.perf_counter() - start:5.1f} s  {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
