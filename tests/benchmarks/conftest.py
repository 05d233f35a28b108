"""What is measured is what a user waits for, with the disk."""

import pytest


@pytest.fixture
def unflushed() -> None:
    """In place of the one for all other tests: everything is flushed."""
