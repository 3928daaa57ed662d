"""What every answer carries, whatever kind of answer it is."""

import re

import pytest
from django.contrib.staticfiles.testing import StaticLiveServerTestCase  # noqa: F401
