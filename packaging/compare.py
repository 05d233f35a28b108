"""Measures the frozen program beside a bare PySide6 window frozen in the same way, and beside another program; run by name.

    packaging/compare.py dist/jizhen [--other PATH] [--runs N]

Sizes are those of the files. `bare` is a window with a label, frozen with the same lists of what is left out; `plain` the same as
PyInstaller makes it by itself; `charts` is the bare window that draws with matplotlib, too: what matplotlib adds is the difference.
`--other`: a frozen program to time beside ours (its first window, whatever that is). Start-up: seconds from the start of the
process until the X server shows a window, the median of the runs, which alternate between the programs.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from screen import screen, until_window

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


def size(program: Path) -> float:
    """Megabytes (10^6 bytes) of all files beside a program; a link counts nothing."""
    return sum(path.stat().st_size for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def started(programs: dict[str, Path], runs: int, home: Path) -> dict[str, float]:
    """The median time of each program to its first window; a first round fills the caches and does not count."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    environment = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": os.defpath}
    for _ in range(runs + 1):
        for name, program in programs.items():
            with screen() as where:  # a new one: no window of the program before is on it
                times[name].append(until_window([program], environment | where))
    return {name: statistics.median(measured[1:]) for name, measured in times.items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the frozen program beside a bare one.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--other", type=Path, help="the program file of another frozen program")
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder, home = Path(temporary), Path(temporary) / "home"
        home.mkdir()
        ours = arguments.folder.resolve() / arguments.folder.name
        programs = {"jizhen": ours, "bare": frozen(folder, "bare"), "plain": frozen(folder, "plain", slim=False)}
        sizes = {name: size(program) for name, program in programs.items()}
        sizes["charts"] = size(frozen(folder, "charts", CHARTS))
        charts = sizes["charts"] - sizes["bare"]
        for name, megabytes in sizes.items():
            print(f"size   {name:8} {megabytes:7.1f} MB")
        print(f"size   (jizhen - charts) / bare = {(sizes['jizhen'] - charts) / sizes['bare']:.2f}  (matplotlib adds {charts:.1f} MB)")
        if arguments.other:
            programs["other"] = arguments.other.resolve()
        times = started(programs, arguments.runs, home)
        for name, seconds in times.items():
            print(f"start  {name:8} {seconds:7.2f} s   jizhen / {name} = {times['jizhen'] / seconds:.2f}")


if __name__ == "__main__":
    main()
