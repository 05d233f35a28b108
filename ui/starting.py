"""What the window shows first: the workspace it was started with, or the one that was open last, where it was left."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from diagnosis.findings import Place
from ui.settings import LastPlace

if TYPE_CHECKING:
    from ui.commands import Commands


def open_last(commands: "Commands", *, crashed: bool = False) -> None:
    """The workspace that was open last, where it was left; the samples at the first start, or when it is gone.

    ``crashed``: the program did not close the last time; say what is there.
    """
    last = next((path for path in commands.settings.recent if path.is_file()), None)
    if last is None:
        commands.open_samples()
    else:
        _open_where_left(commands, last, partial(_open_samples_instead, commands), crashed=crashed)


def open_given(commands: "Commands", path: Path, *, crashed: bool = False) -> None:
    """The workspace that the program was started with; the one that was open last when it cannot be opened.

    ``crashed``: as in ``open_last``; of another workspace than the one then open there is nothing to say.
    """
    was_open = commands.settings.place is not None and commands.settings.place.workspace == path
    _open_where_left(commands, path, partial(open_last, commands, crashed=crashed), crashed=crashed and was_open)


def _open_where_left(commands: "Commands", path: Path, instead: Callable[[], None], *, crashed: bool) -> None:
    session, last = commands.session, commands.settings.place
    place = last if last is not None and last.workspace == path else None
    if place is not None and any(step.id == place.step for step in session.questionnaire.steps):
        session.jump.emit(Place(step=place.step))

    def opened() -> None:
        if place is not None:
            _go_back(commands, place)
        if crashed:
            from db import recovery

            session.run(recovery.recovered, session.recovered.emit)

    _open_first(commands, path, opened, instead)


def _open_first(commands: "Commands", path: Path, opened: Callable[[], None], instead: Callable[[], None]) -> None:
    """A second window shows at once what the first one works on; ``instead``: when nothing comes of it."""

    def refused(error: Exception) -> None:
        from ui import keeping

        again = partial(_open_first, commands, path, opened, instead)
        keeping.refused(commands, path, again, error, reading=True, left=instead)

    commands.open_path(path, failed=refused, done=opened)


def _go_back(commands: "Commands", place: LastPlace) -> None:
    """To the round that was shown last; the page is there already."""
    rounds = {entry.id for cluster in commands.session.clusters for entry in cluster.rounds}
    if place.round_id in rounds and place.round_id != commands.session.round_id:
        commands.session.open_round(place.round_id)


def _open_samples_instead(commands: "Commands") -> None:
    commands.session.jump.emit(Place(step=commands.session.questionnaire.steps[0].id))
    commands.open_samples()
