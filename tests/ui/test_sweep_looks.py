"""What is there only after something was done: every text of it is whole and can be read, in Chinese and dark, in English and light."""

from pathlib import Path

import pytest

from diagnosis.text import LANGS, Lang
from tests.ui.contrast import faint
from tests.ui.fitting import cut_at_rest
from tests.ui.states import Hands, State
from tests.ui.states_dialogs import DIALOGS
from tests.ui.states_pages import PAGES
from tests.ui.window import Opened
from ui import theme

pytestmark = pytest.mark.usefixtures("no_keys")


MODES: dict[Lang, theme.Mode] = {"zh": "dark", "en": "light"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("find", [*PAGES, *DIALOGS], ids=lambda find: find.__name__)
def test_every_text_is_whole_and_can_be_read(
    program: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, find: State, lang: Lang
) -> None:
    program.session.set_language(lang)
    program.window.commands.set_mode(MODES[lang])
    program.window.resize(theme.SMALLEST)
    wrong: list[str] = []
    for name, shown in find(Hands(program, tmp_path, monkeypatch)):
        wrong += [f"{name}: {each}" for each in (*cut_at_rest(program, shown), *faint(shown))]
    assert wrong == []
