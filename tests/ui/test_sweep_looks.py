"""What is on the screen only after something was done: no text of it is cut, in either language."""

from pathlib import Path

import pytest

from diagnosis.text import LANGS, Lang
from tests.ui.fitting import cut_at_rest
from tests.ui.states import Hands, State
from tests.ui.states_dialogs import DIALOGS
from tests.ui.states_pages import PAGES
from tests.ui.window import Opened
from ui import theme

pytestmark = pytest.mark.usefixtures("no_keys")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("find", [*PAGES, *DIALOGS], ids=lambda find: find.__name__)
def test_no_text_is_cut(program: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, find: State, lang: Lang) -> None:
    program.session.set_language(lang)
    program.window.resize(theme.SMALLEST)
    wrong: list[str] = []
    for name, shown in find(Hands(program, tmp_path, monkeypatch)):
        wrong += [f"{name}: {each}" for each in cut_at_rest(program, shown)]
    assert wrong == []
