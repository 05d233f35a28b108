"""A pytest plugin (-p) that encrypts every workspace that the tests make: what holds in a plain one must hold in an encrypted one.

python -m pytest -p tests.reliability.encrypted tests/db/test_operations.py tests/db/test_browse.py
"""

import sqlite3
from pathlib import Path

from db import engine, keys, workspace

SECRET = keys.from_password("every workspace")
plainly = engine.connect


def connect(path: Path, secret: keys.Secret | None = None) -> sqlite3.Connection:
    """A file that is still empty is encrypted."""
    keys.remember(SECRET)
    return plainly(path, SECRET if secret is None and path.exists() and not path.stat().st_size else secret)


vars(workspace)["connect"] = connect
