"""Whom an answer names, beside posts, telephones and what stands before a name."""

import pytest

from reports.public.persons import persons


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三13800000000", {"张三"}),
        ("联系人：李四", {"李四"}),
        ("填表人:王五 手机:13900000000", {"王五"}),
        ("张三/李四", {"张三", "李四"}),
        ("李四(副总经理)", {"李四"}),
        ("总经理", set()),
    ],
)
def test_only_names_are_persons(text: str, names: set[str]) -> None:
    assert set(persons(text)) - {text} == names  # the answer as a whole is looked for, too
