"""Addresses of deliberation: topics and agenda."""

from django.urls import URLPattern, path

from .views import agenda, topics

patterns: list[URLPattern] = [
    path("topics/at/<str:code>/", topics.topics, name="topics"),
    path("topics/at/<str:code>/new/", topics.propose, name="propose"),
    path("topics/at/<str:code>/desk/", topics.desk, name="topic_desk"),
    path("topics/follow/", topics.follow, name="topic_follow"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/receipt/", topics.receipt, name="topic_receipt"),
    path("topics/<int:pk>/support/", topics.support, name="topic_support"),
    path("topics/<int:pk>/leave/", topics.leave, name="topic_leave"),
    path("topics/<int:pk>/withdraw/", topics.withdraw, name="topic_withdraw"),
    path("topics/<int:pk>/settle/", topics.settle, name="topic_settle"),
    path("topics/<int:pk>/settle/<slug:name>/", topics.doing, name="topic_do"),
    path("topics/<int:pk>/join/", topics.join, name="topic_join"),
    path("<int:pk>/propose/", topics.for_session, name="propose_for"),
    path("<int:pk>/agenda/", agenda.agenda, name="agenda"),
    path("<int:pk>/agenda/topic/", agenda.add_topic, name="agenda_topic"),
    path("<int:pk>/agenda/order/", agenda.order, name="agenda_order"),
    path("<int:pk>/agenda/freeze/", agenda.freeze, name="freeze_agenda"),
    path("<int:pk>/agenda/<int:n>/", agenda.change, name="change_item"),
    path("<int:pk>/agenda/<int:n>/off/", agenda.remove, name="remove_item"),
    path("<int:pk>/agenda/<int:n>/came/", agenda.note, name="note_item"),
    path("<int:pk>/pack/", agenda.pack_page, name="pack"),
    path("<int:pk>/pack.pdf", agenda.pack_paper, name="pack_paper"),
]
