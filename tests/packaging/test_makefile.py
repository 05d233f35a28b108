"""The commands that make offers are there."""

import re
from pathlib import Path

import audit

MAKEFILE = (Path(__file__).parents[2] / "Makefile").read_text("utf-8")


def test_every_command_has_a_rule_and_stands_in_the_help() -> None:
    (named,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    rules = {name for line in re.findall(r"^([a-z.][a-z. -]*):", MAKEFILE, re.MULTILINE) for name in line.split()}
    assert set(named.split()) <= rules
    offered = set(re.findall(r"make ([a-z-]+)", MAKEFILE.partition("runtime:")[0]))
    assert offered <= rules
    assert set(named.split()) - {"help", ".venv", "runtime", "frozen"} <= offered


def test_what_is_known_of_a_package_is_told_and_fails() -> None:
    flaw = {"id": "PYSEC-1", "fix_versions": ["2.1"]}
    answer = {"dependencies": [{"name": "a", "version": "2.0", "vulns": [flaw]}, {"name": "b", "version": "1", "vulns": []}]}
    lines, code = audit.told(answer, 2)
    assert lines[0] == "a 2.0: PYSEC-1, mended in 2.1"
    assert lines[1].startswith("2 of 2 locked packages")
    assert code == 1


def test_what_nobody_has_looked_at_is_not_sound() -> None:
    answer = {"dependencies": [{"name": "a", "version": "2.0", "vulns": []}, {"name": "b", "skip_reason": "not found"}]}
    lines, code = audit.told(answer, 3)
    assert lines[-1] == "not looked up: b"
    assert code == 2
    assert audit.told(None, 3)[1] == audit.told({"dependencies": []}, 3)[1] == 2
    assert audit.told({"dependencies": answer["dependencies"][:1]}, 1)[1] == 0
