"""Addresses of deliberation: hall."""

from django.urls import URLPattern, path

from .views import hall, sheet, wall

patterns: list[URLPattern] = [
    path("<int:pk>/hall/", hall.hall, name="hall"),
    path("<int:pk>/hall/wall/", hall.open_wall, name="open_wall"),
    path("<int:pk>/hall/people/", hall.people, name="hall_people"),
    path("<int:pk>/hall/people/<int:n>/", hall.strike, name="strike"),
    path("<int:pk>/hall/people/list.pdf", sheet.print_list, name="print_list"),
    path("<int:pk>/hall/door/", wall.hall_door, name="hall_door"),
    path("<int:pk>/hall/roll/", hall.roll, name="hall_roll"),
    path("<int:pk>/hall/sheet/", sheet.sheet, name="sheet"),
    path("<int:pk>/hall/sheet/open/", sheet.open_sheet, name="open_sheet"),
    path("<int:pk>/hall/sheet/lines/", sheet.send_lines, name="send_lines"),
    path("<int:pk>/hall/sheet/paste/", sheet.paste, name="paste"),
    path("<int:pk>/hall/sheet/paper/", sheet.papers, name="paper_sheets"),
    path("<int:pk>/hall/sheet/paper/<int:n>/", sheet.paper, name="paper_sheet"),
    path("<int:pk>/hall/sheet/paper/<int:n>/sheet.pdf", sheet.print_paper, name="print_paper"),
    path("<int:pk>/hall/words/", hall.words, name="hall_words"),
    path("<int:pk>/hall/words/<int:n>/", hall.moderate, name="moderate"),
    path("<int:pk>/hall/photo/<int:n>/", hall.photo, name="hall_photo"),
    path("<int:pk>/in/", wall.check_in, name="check_in"),
    path("<int:pk>/wall/", wall.page, name="wall"),
    path("<int:pk>/wall/list/", wall.wall_list, name="wall_list"),
    path("<int:pk>/wall/ask/", wall.ask, name="ask"),
    path("<int:pk>/wall/support/", wall.support, name="support"),
    path("<int:pk>/screen/", wall.screen, name="screen"),
    path("<int:pk>/screen/list/", wall.screen_list, name="screen_list"),
]
