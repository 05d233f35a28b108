"""The software bill of materials names everything that is locked, as it is locked."""

import re

from licences import LOCK
from sbom import INSIDE, bill, version

from diagnosis import __version__


def test_every_locked_distribution_stands_in_it_with_its_hashes_and_licence() -> None:
    found = {each["bom-ref"]: each for each in bill()["components"]}
    locked = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", LOCK.read_text("utf-8"), re.MULTILINE)
    assert {f"pkg:pypi/{name}@{number}" for name, number in locked} == {ref for ref in found if ref.startswith("pkg:")}
    for each in found.values():
        assert each["licenses"]
        assert each.get("hashes") or each["name"] in {name for name, *_ in INSIDE}
        assert all(re.fullmatch("[0-9a-f]{64}", one["content"]) for one in each.get("hashes", ()))


def test_it_is_of_this_version_and_the_same_each_time() -> None:
    assert version() == __version__
    assert bill() == bill()
    assert bill()["metadata"]["component"]["version"] == __version__
