"""Questions of which only the newest counts: asked on the worker as one types."""

from collections.abc import Callable
from functools import partial
from typing import Any

from ui.tasks import Failed

Submit = Callable[[Callable[..., Any], Callable[[Any], None], Failed], None]  # what to do on the worker, who gets the answer, who the error


class Latest:
    """One question is with the worker at a time; a newer one waits for it in place of any other that waits."""

    def __init__(self, submit: Submit, tell: Failed) -> None:
        """``submit`` brings a question to the worker; ``tell`` gets what went wrong with the newest one."""
        self._submit, self._tell = submit, tell
        self._asked, self._answered = 0, 0
        self._busy = False
        self._next: Callable[[], None] | None = None
        self._then: Callable[[], object] | None = None

    def ask(self, work: Callable[..., Any], done: Callable[[Any], object]) -> None:
        """``done`` gets the answer on the main thread, unless another question was asked meanwhile."""
        self._asked += 1
        self._then = None
        number = self._asked

        def start() -> None:
            self._busy = True
            self._submit(work, partial(self._came, number, done), partial(self._came, number, self._tell))

        if self._busy:
            self._next = start
        else:
            start()

    def forget(self) -> None:
        """The answers to come are not wanted any more."""
        self._asked += 1
        self._answered = self._asked
        self._next = self._then = None

    def then(self, do: Callable[[], object]) -> None:
        """Do it once the newest question is answered, unless another one is asked before: at once if it is."""
        if self._answered == self._asked:
            do()
        else:
            self._then = do

    def _came(self, number: int, told: Callable[[Any], object], answer: Any) -> None:
        self._busy = False
        waiting, self._next = self._next, None
        if waiting is not None:
            waiting()
        elif number == self._asked:
            then, self._then, self._answered = self._then, None, number
            told(answer)
            if then is not None:
                then()
