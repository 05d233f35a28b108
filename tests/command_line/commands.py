"""Running commands, and looking at what they leave behind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import main
from diagnosis.text import TEMPLATES

ROOT = Path(main.__file__).resolve().parent
CLUSTER = "长沙市工程机械集群"
SAMPLE = TEMPLATES / "samples" / "changsha.json"


def run(*words: object) -> int:
    """The exit status of a command, run in this process."""
    try:
        return main.main([str(word) for word in words])
    except SystemExit as ended:  # argparse
        return int(str(ended.code))


def process(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own."""
    command = [sys.executable, str(ROOT / "main.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ | environment)


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def written(path: Path, data: Any) -> Path:
    """A file of this text, or of this data as JSON."""
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path
