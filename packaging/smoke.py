"""Proves that the frozen program works on its own: version, demo, a report on an imported survey, and the window.

    packaging/smoke.py dist/jizhen

It runs in an empty home directory whose name is Chinese, with nothing of the development environment in sight.
The window opens on a virtual X screen where Xvfb is installed, else on Qt's offscreen platform.
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
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120
# What ui/ looks for: where to put a picture of the window after its first paint, before it closes itself.
SCREENSHOT = "JIZHEN_SMOKE_SCREENSHOT"
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

    def run(self, *arguments: str, **environment: str) -> str:
        """What the program prints; raises SmokeError when it fails or takes longer than SECONDS."""
        clean = {"HOME": str(self.home), "USERPROFILE": str(self.home), "LANG": "C.UTF-8", "PATH": os.defpath}
        clean |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        command = [str(self.program), *arguments]
        try:
            done = subprocess.run(command, cwd=self.home, env=clean | environment, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise SmokeError(f"{' '.join(arguments) or 'the window'}: not done after {SECONDS} s") from error
        if done.returncode:
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            raise SmokeError(f"{' '.join(arguments) or 'the window'}: exit {done.returncode}\n{said}")
        return done.stdout.decode("utf-8", "replace")


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
    """A survey goes into a new workspace, a roster after it, and a report comes out of it."""
    survey = frozen.home / "调研 数据.json"
    survey.write_text(json.dumps(SURVEY, ensure_ascii=False), "utf-8")
    workspace, report = frozen.home / "试点.jizhen", frozen.home / "试点 报告.docx"
    frozen.run("new", str(workspace))
    frozen.run("import", str(workspace), str(survey))
    said = frozen.run("roster", str(workspace), str(roster(frozen.home / "名单.xlsx")), "--cluster", CLUSTER)
    if "新增 2 家" not in said:
        raise SmokeError(f"the roster: {said}")
    frozen.run("report", str(workspace), "--cluster", CLUSTER, "--out", str(report))
    return f"{report.name} {checked_report(report, CLUSTER)}"


def roster(path: Path) -> Path:
    """A roster of two firms."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((["企业名称", "营业收入（亿元）"], ["喆祎精密制造有限公司", 1.5], ["玥犇液压有限公司", 0.2])):
            sheet.write_row(place, 0, row)
    return path


def window(frozen: Frozen) -> str:
    """The window opens on the sample workspace, shows something, and closes."""
    picture = frozen.home / "window.png"
    with screen() as where:
        frozen.run(**where, **{SCREENSHOT: str(picture)})
    if not picture.exists():
        raise SmokeError("the window left no picture of itself")
    return f"{where.get('DISPLAY', 'offscreen')}, {checked_picture(picture)}"


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


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment of a virtual X screen while it runs; of Qt's offscreen platform where Xvfb is not installed."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()  # empty when the server ended
        try:
            yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        finally:
            server.terminate()


CHECKS: tuple[Callable[[Frozen], str], ...] = (version, demo, imported, window)


def main() -> int:
    """Try everything; 0 when all of it works."""
    parser = argparse.ArgumentParser(description="Try the frozen program.")
    parser.add_argument("folder", type=Path, help="the folder PyInstaller made")
    folder = parser.parse_args().folder.resolve()
    program = folder / (f"{folder.name}-cli.exe" if sys.platform == "win32" else folder.name)
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
