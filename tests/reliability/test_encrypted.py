"""What holds in a plain workspace holds in an encrypted one."""

from tests.others import other_tests

MODULES = ("test_bulk.py", "test_filters.py", "test_history.py", "test_search.py")


def test_the_tests_of_plain_workspaces_pass_on_encrypted_ones() -> None:
    done = other_tests("tests.reliability.encrypted", *(f"tests/db/{name}" for name in MODULES))
    assert done.returncode == 0, done.stdout[-3000:]
