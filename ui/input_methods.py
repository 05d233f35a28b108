"""Typing Chinese on a Linux desktop.

Qt has the input method answer through a module, and the Qt that comes with PySide6 has one for ibus alone. fcitx 4 (UOS 20, Kylin V10)
does not answer it; fcitx 5 would, but without ibus installed the module does nothing: for both see ``ui.fcitx``.
"""

import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from ui.fcitx import Fcitx

MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")  # Linux's; without one ibus's module ends the program
NAMED_BY = ("QT_IM_MODULE", "XMODIFIERS", "GTK_IM_MODULE")


def name_modules(environment: MutableMapping[str, str]) -> None:
    """Has Qt take ibus's module where it has none for what the desktop names, or the desktop names none; before ``QApplication``."""
    if any(Path(file).is_file() for file in MACHINE_IDS):
        environment.setdefault("QT_IM_MODULES", f"{environment.get('QT_IM_MODULE') or 'wayland'};ibus")


def listen(application: QGuiApplication, environment: Mapping[str, str] = os.environ) -> "Fcitx | None":
    """Has fcitx see what is typed, where the desktop runs it; whoever does, when it does."""
    named = any("fcitx" in environment.get(name, "") for name in NAMED_BY)
    if not named or application.platformName() != "xcb":
        return None
    from ui.fcitx import begin

    return begin(application, environment)
