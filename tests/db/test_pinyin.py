"""Chinese in the order of its sounds, as people look names up."""

from itertools import pairwise

import pytest

from db.pinyin import sort_key


def in_order(*names: str) -> bool:
    keys = [sort_key(name) or "" for name in names]
    return all(one < other for one, other in pairwise(keys))


@pytest.mark.parametrize(
    "names",
    [
        ("100%甲", "6甲", "ABC", "abd", "阿里", "中联重科"),  # digits and letters first, in capitals or not
        ("长沙三一", "陈氏", "重庆长安", "厦门金龙", "湘潭", "鑫盛", "章丘", "郑州", "中联", "株洲"),  # the places as they are called
        ("安阳", "六安", "陆家"),
        ("卢湾", "鲁班", "吕梁", "栾川"),  # lü stands between lu and luan
        ("妈妈", "麻将", "马鞍山", "骂"),  # the four tones
        ("章一", "张三", "张四"),  # one character after the other
        ("晟通", "铭泰", "睿创", "煜隆"),  # characters that GB 2312 does not have by sound
        ("Ａ厂", "B厂"),  # full width is no other letter
    ],
)
def test_names_sort_by_sound(names: tuple[str, ...]) -> None:
    assert in_order(*names)


def test_no_name_has_no_key() -> None:
    assert sort_key(None) is None
