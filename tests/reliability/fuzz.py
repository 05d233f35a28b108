"""Hostile files of each kind that we read: python -m tests.reliability.fuzz [COUNT] [SEED] [TARGET ...]

Each is a real file changed by chance. It is refused in one line (``UserError``) or read and used; anything else is a defect: another
exception, a crash of the interpreter, more than ``LONGEST`` seconds, more than ``MEMORY`` bytes. The work is done by a worker that is
forked with all modules and real files in memory, and watched: when it dies or hangs, that is the result of the input it was at, and
another one goes on. How far a target is stands in build/fuzz/, and a run goes on where it was stopped; inputs that were defects lie
beside it.
"""

import gc
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from diagnosis.errors import UserError
from tests.reliability import mutation, reading, rows, seeds

COUNT, BATCH = 20_000, 1_000
LONGEST, MEMORY = 20, 3 * 2**30  # s; bytes
GRACE = 10  # s that a worker gets to tell by itself that something took too long
BUILD = Path(__file__).resolve().parents[2] / "build" / "fuzz"
FAST = Path("/dev/shm")  # where files are memory
FINE = ("read", "refused")


@dataclass(frozen=True)
class Target:
    """A kind of file: its ending, real ones, how they are changed, and what reads them."""

    ending: str
    seeds: Callable[[Path], Sequence[bytes]]
    change: Callable[[bytes, random.Random], bytes]
    read: Callable[[Path], object]


TARGETS = {
    "survey": Target(".json", seeds.surveys, mutation.of_json, reading.read_survey_file),
    "workbook": Target(".xlsx", seeds.workbooks, mutation.of_zip, reading.read_survey_file),
    "roster": Target(".xlsx", seeds.rosters, mutation.of_zip, reading.read_roster),
    "roster-xls": Target(".xls", seeds.old_rosters, mutation.of_bytes, reading.read_roster),
    "roster-csv": Target(".csv", seeds.text_rosters, mutation.of_bytes, reading.read_roster),
    "firm-form": Target(".xlsx", seeds.firm_forms, mutation.of_zip, reading.read_return),
    "phone-export": Target(".zip", seeds.phone_exports, mutation.of_zip, reading.read_return),
    "package": Target(".jizhen", seeds.packages, rows.of_workspace, reading.read_package),
    "workspace": Target(".jizhen", seeds.packages, rows.of_workspace, reading.read_workspace),
    "locked": Target(".jizhen", seeds.locked, rows.of_locked, reading.read_workspace),
    "template": Target(".docx", seeds.templates, mutation.of_zip, reading.read_template),
    "edited-report": Target(".docx", seeds.reports, mutation.of_zip, reading.read_report),
}


def one(target: Target, path: Path, data: bytes) -> str:
    """What comes of an input: "read", "refused", or the defect."""
    path.write_bytes(data)
    try:
        target.read(path)
    except UserError as error:
        lines = (error.to("zh"), error.to("en"))
        return "refused" if all(line and "\n" not in line for line in lines) else f"untold: {error.code}"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}: {str(error)[:120]}"
    return "read"


def made(target: Target, real: Sequence[bytes], seed: int, number: int) -> bytes:
    """The input of this number."""
    chance = random.Random(f"{seed}-{number}")
    return target.change(chance.choice(real), chance)


def results(target: Target, real: Sequence[bytes], seed: int, numbers: range) -> Iterator[tuple[int, str]]:
    """What comes of the inputs of these numbers, by workers one after the other."""
    context = multiprocessing.get_context("fork")
    while numbers:
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(theirs, target, real, seed, numbers))
        worker.start()
        theirs.close()
        try:
            while numbers:
                told = ours.recv() if ours.poll(LONGEST + GRACE) else f"hung for {LONGEST + GRACE} s"
                yield numbers[0], told
                numbers = numbers[1:]
                if told.startswith("hung"):
                    break
        except EOFError:
            worker.join()
            yield numbers[0], f"ended with {worker.exitcode}"
            numbers = numbers[1:]
        finally:
            worker.kill()
            worker.join()
            ours.close()


def _work(results_: Connection, target: Target, real: Sequence[bytes], seed: int, numbers: range) -> None:
    """In a worker: inputs one after the other."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _too_long)
    gc.freeze()  # what is there already need not be looked at again and again
    warnings.simplefilter("ignore")  # of a part that is twice in an archive
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIZHEN_HOME"] = str(Path(folder) / "home")
        for number in numbers:
            inner = Path(folder) / "inputs"
            inner.mkdir()
            data = made(target, real, seed, number)
            signal.alarm(LONGEST)  # here alone: whoever takes no signal would be ended by it
            told = one(target, inner / f"input{target.ending}", data)
            signal.alarm(0)
            results_.send(told)
            shutil.rmtree(inner)


def _too_long(*_: Any) -> None:
    raise TimeoutError


def run(name: str, count: int, seed: int) -> bool:
    """All inputs of a target, with a line at the end; tells whether there was no defect."""
    target, state = TARGETS[name], BUILD / f"{name}-{seed}.json"
    about: dict[str, Any] = {"done": 0, "read": 0, "refused": 0, "seconds": 0.0, "defects": {}}
    about |= json.loads(state.read_text("utf-8")) if state.exists() else {}
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        real = target.seeds(Path(folder))
    while about["done"] < count:
        begun, numbers = time.monotonic(), range(about["done"], min(about["done"] + BATCH, count))
        for number, result in results(target, real, seed, numbers):
            if result in FINE:
                about[result] += 1
            elif result not in about["defects"]:
                path = BUILD / f"{name}-{seed}-{number}{target.ending}"
                path.write_bytes(made(target, real, seed, number))
                about["defects"][result] = path.name
                print(f"{name}: {result}\n    {path}", file=sys.stderr, flush=True)
        about["done"] = numbers.stop
        about["seconds"] += time.monotonic() - begun
        state.write_text(json.dumps(about, ensure_ascii=False, indent=1), "utf-8")
    kinds, speed = len(about["defects"]), about["done"] / max(about["seconds"], 1e-9)
    line = f"{name:<14}{about['done']:>7} inputs{about['refused']:>8} refused{about['read']:>8} read{kinds:>4} kinds of defects"
    print(f"{line}{speed:>7.0f} a second", flush=True)
    return not kinds


def main(words: list[str]) -> int:
    """Run from the command line."""
    count, seed = (int(words[place]) if len(words) > place else default for place, default in ((0, COUNT), (1, 1)))
    if FAST.is_dir():
        tempfile.tempdir = str(FAST)
    found = [run(name, count, seed) for name in words[2:] or TARGETS]
    return int(not all(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
