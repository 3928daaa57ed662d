"""Addresses of deliberation: topics and agenda."""

from django.urls import URLPattern, path

from .views import agenda, topics

patterns: list[URLPattern] = [
    path("topics/at/<str:code>/", topics.topics, name="topics"),
    path("topics/at/<str:code>/new/", topics.propose, name="propose"),
    path("topics/at/<str:code>/desk/", topics.desk, name="topic_desk"),
    path("topics/follow/", topics.follow, name="topic_follow"),
    path("topics/<row:pk>/", topics.topic, name="topic"),
    path("topics/<row:pk>/receipt/", topics.receipt, name="topic_receipt"),
    path("topics/<row:pk>/support/", topics.support, name="topic_support"),
    path("topics/<row:pk>/leave/", topics.leave, name="topic_leave"),
    path("topics/<row:pk>/withdraw/", topics.withdraw, name="topic_withdraw"),
    path("topics/<row:pk>/settle/", topics.settle, name="topic_settle"),
    path("topics/<row:pk>/settle/<slug:name>/", topics.doing, name="topic_do"),
    path("topics/<row:pk>/join/", topics.join, name="topic_join"),
    path("<row:pk>/propose/", topics.for_session, name="propose_for"),
    path("<row:pk>/agenda/", agenda.agenda, name="agenda"),
    path("<row:pk>/agenda/topic/", agenda.add_topic, name="agenda_topic"),
    path("<row:pk>/agenda/order/", agenda.order, name="agenda_order"),
    path("<row:pk>/agenda/freeze/", agenda.freeze, name="freeze_agenda"),
    path("<row:pk>/agenda/<row:n>/", agenda.change, name="change_item"),
    path("<row:pk>/agenda/<row:n>/off/", agenda.remove, name="remove_item"),
    path("<row:pk>/agenda/<row:n>/came/", agenda.note, name="note_item"),
    path("<row:pk>/pack/", agenda.pack_page, name="pack"),
    path("<row:pk>/pack.pdf", agenda.pack_paper, name="pack_paper"),
]
