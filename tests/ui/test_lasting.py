"""Two weeks in one window: what was shown before, and what was opened and closed again, leaves nothing behind."""

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from diagnosis.result import Diagnosis
from tests.ui.window import WAIT, Opened, actions


def widgets() -> int:
    """All there are, but for those that are about to go."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return len(QApplication.allWidgets())


def diagnoses() -> int:
    """All that somebody holds, each with all the firms of its survey."""
    gc.collect()
    return sum(type(each) is Diagnosis for each in gc.get_objects())


def test_menus_are_filled_anew_and_not_added_to(program: Opened) -> None:
    for menu in program.window.header.menus.values():
        menu.aboutToShow.emit()
        before = widgets(), len(list(actions(menu)))
        for _ in range(20):
            menu.aboutToShow.emit()
        assert (widgets(), len(list(actions(menu)))) == before
        assert before[1] > 2


def test_of_the_clusters_shown_before_only_one_may_be_kept(program: Opened) -> None:
    """By pages that are not seen now, and show it until they are."""
    for step in ("diagnosis", "report", "overview"):
        program.window.go_to_step(step)
    before = diagnoses()
    assert before > 0
    for cluster in program.session.clusters * 2:
        with program.bot.waitSignal(program.session.diagnosed, timeout=WAIT):
            program.session.open_cluster(cluster.id, cluster.rounds[-1].id)
    program.settle()
    assert diagnoses() <= before + 1
