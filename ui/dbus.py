"""Calls over D-Bus whose answers are heard when they come: nothing is waited for but where somebody says for how long."""

import time
from collections.abc import Callable
from typing import Any

Body = tuple[Any, ...] | None  # of an answer; nothing where the call was refused
Answered = Callable[[Body], object]


class Calls:
    """What was asked over a connection of jeepney's and is not answered yet."""

    def __init__(self, bus: Any, heard: Callable[[Any], object]) -> None:
        """``heard``: gets every signal that comes."""
        self._bus, self._heard = bus, heard
        self._open: dict[int, Answered] = {}

    @property
    def open(self) -> frozenset[int]:
        """The numbers of the calls that are not answered yet."""
        return frozenset(self._open)

    def ask(self, message: Any, answered: Answered) -> int:
        """Send a call; its number. Raises ``OSError`` when the bus has gone."""
        number: int = next(self._bus.outgoing_serial)
        self._bus.send(message, serial=number)
        self._open[number] = answered
        return number

    def hear(self) -> None:
        """Take all that has come; raises ``OSError`` when the bus has gone."""
        while self._take(0):
            pass

    def wait(self, number: int, seconds: float) -> bool:
        """Whether this call was answered within so long; raises ``OSError`` when the bus has gone."""
        end = time.monotonic() + seconds
        while number in self._open:
            if not self._take(max(0.0, end - time.monotonic())):
                return False
        return True

    def forget(self) -> None:
        """Whatever is answered now comes too late."""
        self._open.clear()

    def _take(self, seconds: float) -> bool:
        from jeepney import HeaderFields, MessageType

        try:
            message = self._bus.receive(timeout=seconds)
        except TimeoutError:
            return False
        if message.header.message_type == MessageType.signal:
            self._heard(message)
        answered = self._open.pop(message.header.fields.get(HeaderFields.reply_serial, -1), None)
        if answered is not None:
            answered(tuple(message.body) if message.header.message_type == MessageType.method_return else None)
        return True
