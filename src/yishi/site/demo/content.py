"""The whole invented world of the demo city in one place: its places, bodies, people, posts and matters.

Nobody and nothing here is real except the administrative codes and names down to the street.
"""

from .matters import MATTERS
from .people import ORGANISATIONS, PEOPLE, POSTS, RESIDENTS, who_is
from .places import COMMUNITIES, ESTATES, PLACES, STREET, code_of
from .shapes import Matter, Organisation, Person, Place, Post, Step, Who, later, timeline, told_at

VISITOR = "闻笔"  # an auditor or journalist: reads and checks everything public, and needs no account

__all__ = (
    "COMMUNITIES",
    "ESTATES",
    "MATTERS",
    "ORGANISATIONS",
    "PEOPLE",
    "PLACES",
    "POSTS",
    "RESIDENTS",
    "STREET",
    "VISITOR",
    "Matter",
    "Organisation",
    "Person",
    "Place",
    "Post",
    "Step",
    "Who",
    "code_of",
    "later",
    "timeline",
    "told_at",
    "who_is",
)
