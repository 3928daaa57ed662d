"""Addresses under /meet/: the calendar, sessions, topics, the hall, promises and minutes, by noun."""

from . import urls_afterwards, urls_calendar, urls_hall, urls_outcomes, urls_topics

app_name = "meet"
urlpatterns = [
    *urls_calendar.patterns,
    *urls_topics.patterns,
    *urls_hall.patterns,
    *urls_outcomes.patterns,
    *urls_afterwards.patterns,
]
