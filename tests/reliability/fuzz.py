"""Hostile files of each kind that we read: python -m tests.reliability.fuzz [COUNT] [SEED] [TARGET ...]

Each is a real file changed by chance. It is refused in one line (``UserError``) or read; anything else is a defect: another exception, a
crash of the interpreter, more than ``LONGEST`` seconds, more than ``MEMORY`` bytes. The work is done by a child in batches, so that a crash
costs one batch; how far each target is stands in build/fuzz.json, and a run goes on where it was stopped. Inputs that were defects are
kept in build/fuzz/.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnosis.errors import UserError
from tests.reliability import mutation, reading

COUNT, BATCH = 20_000, 2_000
LONGEST, MEMORY = 20, 3 * 2**30  # s; bytes
BUILD = Path(__file__).resolve().parents[2] / "build"
STATE = BUILD / "fuzz.json"


@dataclass(frozen=True)
class Target:
    """A kind of file: its ending, real ones, how they are changed, and what reads them."""

    ending: str
    seeds: Callable[[Path], Sequence[bytes]]
    change: Callable[[bytes, random.Random], bytes]
    read: Callable[[Path], object]


TARGETS = {
    "survey": Target(".json", reading.surveys, mutation.of_json, reading.read_survey_file),
    "workbook": Target(".xlsx", reading.workbooks, mutation.of_zip, reading.read_workbook),
    "roster": Target(".xlsx", reading.rosters, mutation.of_zip, reading.read_roster),
    "roster-xls": Target(".xls", reading.old_rosters, mutation.of_bytes, reading.read_roster),
    "roster-csv": Target(".csv", reading.text_rosters, mutation.of_bytes, reading.read_roster),
    "firm-form": Target(".xlsx", reading.firm_forms, mutation.of_zip, reading.read_return),
    "package": Target(".jizhen", reading.packages, mutation.of_sqlite, reading.read_package),
    "workspace": Target(".jizhen", reading.packages, mutation.of_sqlite, reading.read_workspace),
    "template": Target(".docx", reading.templates, mutation.of_zip, reading.read_template),
    "edited-report": Target(".docx", reading.reports, mutation.of_zip, reading.read_report),
}


def one(target: Target, path: Path, data: bytes) -> str:
    """What comes of an input: "read", "refused", or the defect."""
    path.write_bytes(data)
    signal.alarm(LONGEST)
    try:
        target.read(path)
    except UserError as error:
        lines = (error.to("zh"), error.to("en"))
        return "refused" if all(line and "\n" not in line for line in lines) else f"untold: {error.code}"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}: {str(error)[:120]}"
    finally:
        signal.alarm(0)
    return "read"


def batch(name: str, seed: int, first: int, count: int) -> None:
    """In a child: inputs one after the other, what comes of each on standard output as it comes."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _too_long)
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIZHEN_HOME"] = str(Path(folder) / "home")
        seeds = target.seeds(Path(folder))
        for number in range(first, first + count):
            result = one(target, Path(folder) / f"input{target.ending}", made(target, seeds, seed, number))
            print(json.dumps([number, result]), flush=True)


def made(target: Target, seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    """The input of this number."""
    chance = random.Random(f"{seed}-{number}")
    return target.change(chance.choice(seeds), chance)


def _too_long(*_: Any) -> None:
    raise TimeoutError


def run(name: str, seed: int, first: int, count: int) -> tuple[Counter[str], list[tuple[int, str]]]:
    """A batch in a child: how often it was read and refused, and the defects by number."""
    words = [sys.executable, "-m", "tests.reliability.fuzz", "--batch", name, str(seed), str(first), str(count)]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False, cwd=BUILD.parent)
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    counts = Counter(result for _, result in results if result in {"read", "refused"})
    defects = [(number, result) for number, result in results if result not in {"read", "refused"}]
    if len(results) < count:  # the input after the last one that was told has ended the interpreter
        defects.append((first + len(results), f"ended with {done.returncode}: {done.stderr.strip()[-200:]}"))
        more = count - len(results) - 1
        if more > 0:
            rest, others = run(name, seed, first + len(results) + 1, more)
            counts, defects = counts + rest, defects + others
    return counts, defects


def keep(name: str, seed: int, number: int) -> Path:
    """Writes an input down."""
    target = TARGETS[name]
    folder = BUILD / "fuzz"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{seed}-{number}{target.ending}"
    with tempfile.TemporaryDirectory() as seeds:
        path.write_bytes(made(target, target.seeds(Path(seeds)), seed, number))
    return path


def main(words: list[str]) -> int:
    """Run from the command line."""
    if words[:1] == ["--batch"]:
        batch(words[1], *map(int, words[2:5]))
        return 0
    count, seed = (int(words[place]) if len(words) > place else default for place, default in ((0, COUNT), (1, 1)))
    state: dict[str, Any] = json.loads(STATE.read_text("utf-8")) if STATE.exists() else {}
    for name in words[2:] or TARGETS:
        about = state.setdefault(f"{name}-{seed}", {"done": 0, "read": 0, "refused": 0, "defects": {}})
        begun = time.monotonic()
        while about["done"] < count:
            size = min(BATCH, count - about["done"])
            counts, defects = run(name, seed, about["done"], size)
            about["done"] += size
            for key in ("read", "refused"):
                about[key] += counts[key]
            for number, what in defects:
                about["defects"].setdefault(what, str(keep(name, seed, number)))
            BUILD.mkdir(exist_ok=True)
            STATE.write_text(json.dumps(state, ensure_ascii=False, indent=1), "utf-8")
        kinds = len(about["defects"])
        line = f"{name:<14}{about['done']:>8} inputs{about['refused']:>8} refused{about['read']:>8} read{kinds:>4} kinds of defects"
        print(line, f"{time.monotonic() - begun:6.0f} s", flush=True)
        for what, path in about["defects"].items():
            print(f"  {what}\n    {path}", flush=True)
    return int(any(about["defects"] for about in state.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
