"""A virtual X screen, and the time until a program shows its first window on it."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60
LOOK = 0.005  # seconds between two looks at the screen


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment of a virtual X screen while it runs; of Qt's offscreen platform where Xvfb is not installed."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    # without -noreset it starts anew, and refuses who comes meanwhile, when the one that looked for windows has gone
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()  # empty when the server ended
        try:
            yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        finally:
            server.terminate()


def until_window(command: Sequence[str | Path], environment: Mapping[str, str]) -> float:
    """Seconds from starting a program until the X server shows a window of it (found by xdotool); the program is ended then.

    Raises TimeoutError when none comes, or the program ends before, with what it said.
    """
    begin = time.perf_counter()
    quiet = subprocess.DEVNULL
    look = ["xdotool", "search", "--onlyvisible", "--name", "."]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, env=dict(environment), stdout=quiet, stderr=said) as program,
    ):
        try:
            while time.perf_counter() - begin < SECONDS and program.poll() is None:
                if subprocess.run(look, env=dict(environment), stdout=subprocess.PIPE, stderr=quiet, check=False).stdout.strip():
                    return time.perf_counter() - begin
                time.sleep(LOOK)
        finally:
            program.kill()
        said.seek(0)
        raise TimeoutError(f"{command[0]}: no window, {program.wait()}\n{said.read().decode(errors='replace')}")
