"""What is still to be found out, as a list for whoever knows."""

import pytest

from diagnosis.agenda import agenda
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from tests.surveys import diagnosed, read, sample_data


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_known_asks_for_the_type_and_for_every_figure(lang: Lang) -> None:
    found = agenda(diagnosed())
    heads = [head.to(lang) for head, _ in found.parts]
    assert len(heads) == 2  # which items are asked hangs on the type
    entered = [each for each in load_framework().indicators.values() if each.kind == "entered"]
    assert [question for _, question in found.parts[1][1]] == [each.ask for each in entered]
    text = found.text(lang)
    assert text.count("\n\n") == len(heads)
    assert f"{len(entered)}. " in text


def test_what_is_known_is_not_asked() -> None:
    before = agenda(diagnose(read(sample_data("changsha")), load_framework()))
    asked = {name.zh for _, part in before.parts for name, _ in part}
    assert not any(name.startswith("集群总产值") for name in asked)
    assert before.count == sum(len(part) for _, part in before.parts) > 0
