"""What every test of the doors for machines begins with."""

import pytest

from yishi.api import limiting


@pytest.fixture(autouse=True)
def nobody_asked_before():
    """What one test asked does not wear the limits of the next one down."""
    limiting.forget()
    yield
    limiting.forget()
