"""Addresses of what is in the open."""

from django.urls import path

from .views import briefing, bundle, cards, feeds, figures, opendata, saved, screen, sheets, themes

app_name = "open"
urlpatterns = [
    path("c/<str:code>/card.png", cards.of_place, name="place_card"),
    path("cases/<str:number>/card.png", cards.of_case, name="case_card"),
    path("meet/<row:pk>/card.png", cards.of_session, name="session_card"),
    path("c/<str:code>/figures/", figures.of_place, name="figures"),
    path("c/<str:code>/screen/", screen.of_place, name="screen"),
    path("c/<str:code>/feeds/", feeds.choose, name="feeds"),
    path("c/<str:code>/feeds/<str:kind>.atom", feeds.feed, name="feed"),
    path("c/<str:code>/board/", bundle.board, name="board"),
    path("c/<str:code>/board/paper-<str:size>.pdf", bundle.paper, name="board_paper"),
    path("c/<str:code>/board/hangs/", bundle.post, name="board_post"),
    path("c/<str:code>/board/<row:pk>/<str:size>.jpg", bundle.photo, name="board_photo"),
    path("c/<str:code>/board/<row:pk>/strike/", bundle.strike, name="board_strike"),
    path("c/<str:code>/sheets/", sheets.choose, name="sheets"),
    path("c/<str:code>/sheets/<str:kind>.pdf", sheets.file, name="sheets_file"),
    path("c/<str:code>/doors.pdf", sheets.doors, name="doors_list"),
    path("c/<str:code>/briefing/", briefing.page, name="briefing"),
    path("c/<str:code>/briefing/paper.pdf", briefing.pdf, name="briefing_pdf"),
    path("c/<str:code>/briefing/paper.docx", briefing.docx, name="briefing_docx"),
    path("c/<str:code>/themes/", themes.of_place, name="themes"),
    path("c/<str:code>/themes/new/", themes.new, name="theme_new"),
    path("c/<str:code>/themes/<row:pk>/", themes.theme, name="theme"),
    path("c/<str:code>/themes/<row:pk>/plan/", themes.plan, name="theme_plan"),
    path("c/<str:code>/themes/<row:pk>/conclude/", themes.act, {"doing": "conclude"}, name="theme_conclude"),
    path("c/<str:code>/themes/<row:pk>/withdraw/", themes.act, {"doing": "withdraw"}, name="theme_withdraw"),
    path(
        "c/<str:code>/themes/<row:pk>/<row:n>/done/", themes.step, {"doing": "done"}, name="theme_step_done"
    ),
    path(
        "c/<str:code>/themes/<row:pk>/<row:n>/strike/",
        themes.step,
        {"doing": "strike"},
        name="theme_step_strike",
    ),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap/<str:kind>-<row:pk>.xml", feeds.sitemap_part, name="sitemap_part"),
    path("robots.txt", feeds.robots, name="robots"),
    path("lists/<str:name>.<str:form>", saved.save, name="save"),
    path("me/lists/", saved.saved_lists, name="saved_lists"),
    path("me/lists/<row:pk>/", saved.saved, name="saved"),
    path("me/lists/<row:pk>/file.xlsx", saved.saved_file, name="saved_file"),
    path("me/lists/<row:pk>/drop/", saved.drop_saved, name="drop_saved"),
    path("data/", opendata.home, name="data"),
    path("data/<str:day>/SHA256SUMS", opendata.checksums, name="data_sums"),
    path("data/<str:day>/<str:name>", opendata.file, name="data_file"),
]
