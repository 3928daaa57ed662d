"""Addresses of deliberation: calendar."""

from django.urls import URLPattern, path

from .views import calendar, mine, series, session_rules, sessions, tallies

patterns: list[URLPattern] = [
    path("", calendar.home, name="home"),
    path("at/<str:code>/", calendar.calendar, name="calendar"),
    path("at/<str:code>/calendar.ics", calendar.feed, name="feed"),
    path("at/<str:code>/dates.pdf", calendar.sheet, name="dates"),
    path("at/<str:code>/new/", sessions.call, name="call"),
    path("at/<str:code>/series/", series.new, name="new_series"),
    path("at/<str:code>/rules/", session_rules.session_rules, name="rules"),
    path("at/<str:code>/rules/counting/", tallies.new, name="new_tally"),
    path("at/<str:code>/rules/counting/<row:pk>/", tallies.anew, name="set_tally"),
    path("at/<str:code>/rules/<str:kind>/", session_rules.set_rule, name="set_rule"),
    path("mine/", mine.mine, name="mine"),
    path("series/", series.all_series, name="series"),
    path("series/<row:pk>/", series.one, name="one_series"),
    path("series/<row:pk>/<str:action>/", series.doing, name="series_do"),
    path("invitation/<row:pk>/", sessions.reply, name="reply"),
    path("invitation/<row:pk>/back/", sessions.uninvite, name="uninvite"),
    path("<row:pk>/", sessions.session, name="session"),
    path("<row:pk>/session.ics", calendar.one_ics, name="ics"),
    path("<row:pk>/poster.pdf", calendar.poster, name="poster"),
    path("<row:pk>/do/<str:action>/", sessions.doing, name="do"),
]
