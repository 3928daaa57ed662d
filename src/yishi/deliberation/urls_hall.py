"""Addresses of deliberation: hall."""

from django.urls import URLPattern, path

from .views import hall, sheet, wall, words

patterns: list[URLPattern] = [
    path("<row:pk>/hall/", hall.hall, name="hall"),
    path("<row:pk>/hall/wall/", hall.open_wall, name="open_wall"),
    path("<row:pk>/hall/people/", hall.people, name="hall_people"),
    path("<row:pk>/hall/people/<row:n>/", hall.strike, name="strike"),
    path("<row:pk>/hall/people/<row:n>/slip/", hall.slip, name="attendance_slip"),
    path("<row:pk>/hall/people/list.pdf", sheet.print_list, name="print_list"),
    path("<row:pk>/hall/door/", wall.hall_door, name="hall_door"),
    path("<row:pk>/hall/roll/", hall.roll, name="hall_roll"),
    path("<row:pk>/hall/sheet/", sheet.sheet, name="sheet"),
    path("<row:pk>/hall/sheet/open/", sheet.open_sheet, name="open_sheet"),
    path("<row:pk>/hall/sheet/lines/", sheet.send_lines, name="send_lines"),
    path("<row:pk>/hall/sheet/paste/", sheet.paste, name="paste"),
    path("<row:pk>/hall/sheet/paper/", sheet.papers, name="paper_sheets"),
    path("<row:pk>/hall/sheet/paper/<row:n>/", sheet.paper, name="paper_sheet"),
    path("<row:pk>/hall/sheet/paper/<row:n>/sheet.pdf", sheet.print_paper, name="print_paper"),
    path("<row:pk>/hall/words/", hall.words, name="hall_words"),
    path("<row:pk>/hall/words/<row:n>/", hall.moderate, name="moderate"),
    path("<row:pk>/hall/words/<row:n>/right/", words.put_right, name="put_right"),
    path("<row:pk>/hall/photo/<row:n>/", hall.photo, name="hall_photo"),
    path("<row:pk>/in/", wall.check_in, name="check_in"),
    path("<row:pk>/wall/", wall.page, name="wall"),
    path("<row:pk>/wall/list/", wall.wall_list, name="wall_list"),
    path("<row:pk>/wall/ask/", wall.ask, name="ask"),
    path("<row:pk>/wall/support/", wall.support, name="support"),
    path("<row:pk>/screen/", wall.screen, name="screen"),
    path("<row:pk>/screen/list/", wall.screen_list, name="screen_list"),
]
