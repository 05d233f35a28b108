"""Moments as files keep them (ISO 8601, UTC), and as the clock here shows them."""

import datetime as dt


def shown(at: str, form: str = "%Y-%m-%d %H:%M") -> str:
    """A moment by the clock of this machine; a dash for what is none, as a file from somewhere may hold anything."""
    try:
        return f"{dt.datetime.fromisoformat(at).astimezone():{form}}"
    except (ValueError, OverflowError, OSError):  # no moment, or one before or after all clocks
        return "—"
