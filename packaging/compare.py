"""Measures the frozen program beside a bare PySide6 window frozen in the same way, and beside another program; run by name.

    packaging/compare.py dist/jizhen [--novelwriter | --other PATH] [--runs N]

Sizes are those of the files. `bare` is a window with a label, frozen with the same lists of what is left out; `plain` the same as
PyInstaller makes it by itself; `charts` is the bare window that draws with matplotlib, too: what matplotlib adds is the difference.
Start-up: seconds from the start of the process until the X server shows a window (the first, whatever it is), the median of the
runs, which alternate between the programs; ours is a start as of every day: the samples are made, and it was closed in order.
`--novelwriter`: beside novelWriter, a PyQt program of a like kind, from the package index, frozen as PyInstaller does it by itself;
`--other`: beside a frozen program that is there.
What is to be reached is a ratio within one run; the exit status is 1 where one is not.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from screen import screen, until_window
from smoke import SCREENSHOT

HERE = Path(__file__).resolve().parent
WINDOW = """\
import sys
from PySide6.QtWidgets import QApplication, QLabel
{more}
app = QApplication(sys.argv)
label = QLabel("Hello")
label.setWindowTitle("Hello")
label.resize(400, 300)
label.show()
sys.exit(app.exec())
"""
CHARTS = "from matplotlib.backends.backend_agg import FigureCanvasAgg\nfrom matplotlib.figure import Figure\nFigureCanvasAgg(Figure())"
NOVELWRITER = "novelWriter==26.2.2"
SLIM = """\
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from slimming import EXCLUDED, kept, strip
made = Analysis([{script!r}], excludes=EXCLUDED, hooksconfig={{"matplotlib": {{"backends": ["Agg"]}}}}, optimize=2)
exe = EXE(PYZ(made.pure), made.scripts, exclude_binaries=True, name="hello", console=False, strip=False, upx=False)
COLLECT(exe, kept(made.binaries), kept(made.datas), name={name!r}, strip=False, upx=False)
strip(Path(DISTPATH) / {name!r})
"""


def frozen(folder: Path, name: str, more: str = "", *, slim: bool = True) -> Path:
    """The program file of a bare window, frozen into `folder`."""
    script = folder / f"{name}.py"
    script.write_text(WINDOW.format(more=more), "utf-8")
    what: list[str] = ["--name", name, "--windowed", str(script)]
    if slim:
        spec = folder / f"{name}-slim.spec"
        spec.write_text(SLIM.format(here=str(HERE), script=str(script), name=name), "utf-8")
        what = [str(spec)]
    places = ["--distpath", str(folder / "dist"), "--workpath", str(folder / "build")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, *what]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "dist" / name / ("hello" if slim else name)


def novelwriter(folder: Path) -> Path:
    """The program file of novelWriter, installed into an environment of its own and frozen there."""
    own, script = folder / "own", folder / "novelwriter-start.py"
    subprocess.run([sys.executable, "-m", "venv", own], check=True)
    python = own / "bin" / "python"
    frozen_by = f"pyinstaller=={version('pyinstaller')}"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NOVELWRITER, frozen_by], check=True)
    script.write_text("import sys\nfrom novelwriter import main\nmain(sys.argv[1:])\n", "utf-8")
    places = ["--distpath", str(folder / "dist"), "--workpath", str(folder / "build-novelwriter")]
    what = ["--name", "novelwriter", "--windowed", "--collect-data", "novelwriter", str(script)]
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, *what]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "dist" / "novelwriter" / "novelwriter"


def size(program: Path) -> float:
    """Megabytes (10^6 bytes) of all files beside a program; a link counts nothing."""
    return sum(path.stat().st_size for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def environment(home: Path) -> dict[str, str]:
    """What a program is started with."""
    return {"HOME": str(home), "LANG": "C.UTF-8", "PATH": os.defpath}


def lived_in(program: Path, folder: Path) -> Path:
    """A home as our program leaves it after its first start, which makes the samples."""
    home = folder / "home"
    home.mkdir()
    with screen() as where:
        subprocess.run([program], env=environment(home) | where | {SCREENSHOT: str(folder / "first.png")}, check=True)
    return home


def started(programs: dict[str, Path], runs: int, home: Path) -> dict[str, float]:
    """The median time of each program to its first window; a first round fills the caches and does not count."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(runs + 1):
        for name, program in programs.items():
            # a new screen: no window of the program before is on it; a new home, as the program is killed and would tell so the next time
            with screen() as where, tempfile.TemporaryDirectory() as own:
                shutil.copytree(home, own, dirs_exist_ok=True)
                times[name].append(until_window([program], environment(Path(own)) | where))
    return {name: statistics.median(measured[1:]) for name, measured in times.items()}


def measured(folder: Path, arguments: argparse.Namespace) -> list[tuple[str, float, float]]:
    """Print the figures; returns what is to be reached: a name, the ratio, and what it is to be at most."""
    ours = arguments.folder.resolve() / arguments.folder.name
    programs = {"jizhen": ours, "bare": frozen(folder, "bare"), "plain": frozen(folder, "plain", slim=False)}
    if arguments.novelwriter or arguments.other:
        programs["other"] = novelwriter(folder) if arguments.novelwriter else arguments.other.resolve()
    sizes = {name: size(program) for name, program in programs.items()} | {"charts": size(frozen(folder, "charts", CHARTS))}
    charts = sizes["charts"] - sizes["bare"]
    for name, megabytes in sizes.items():
        print(f"size   {name:8} {megabytes:7.1f} MB")
    times = started(programs, arguments.runs, lived_in(ours, folder))
    for name, seconds in times.items():
        print(f"start  {name:8} {seconds:7.2f} s")
    goals = [
        (f"size: (jizhen - {charts:.1f} MB for matplotlib) / bare", (sizes["jizhen"] - charts) / sizes["bare"], 1.5),
        ("start: jizhen / bare", times["jizhen"] / times["bare"], 1.5),
    ]
    return [*goals, ("start: jizhen / other", times["jizhen"] / times["other"], 1.0)] if "other" in times else goals


def main() -> int:
    """Print the figures, and how they stand to what is to be reached; 1 where something is not."""
    parser = argparse.ArgumentParser(description="Measure the frozen program beside a bare one.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--novelwriter", action="store_true", help="beside novelWriter, from the package index")
    parser.add_argument("--other", type=Path, help="the program file of another frozen program")
    parser.add_argument("--runs", type=int, default=7)
    with tempfile.TemporaryDirectory() as temporary:
        goals = measured(Path(temporary), parser.parse_args())
    for name, ratio, most in goals:
        print(f"{name} = {ratio:.2f}, {'at most' if ratio <= most else 'NOT at most'} {most}")
    return int(any(ratio > most for _, ratio, most in goals))


if __name__ == "__main__":
    sys.exit(main())
