"""Outer systems that speak Open311: a part is handed over and comes back, what is said there is brought here and told
what became of it; each once, and one that is away holds up nobody. The house is its own partner here: what it asks over
the wire is answered by the same server at another door."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.api.test_keys import issued

from yishi.api import actions, exchange, exchange_jobs, limiting
from yishi.api.models import Partner, Shared
from yishi.cases import actions as cases
from yishi.cases.models import Case, Visibility
from yishi.network.actors import CLOCK, Actor
from yishi.notices.channels import Unreachable, web
from yishi.record import Refused, clock
from yishi.record.models import Entry

TASK = "请到三栋一单元清理消防通道。"


@pytest.fixture
def served(transactional_db, record_can_be_emptied, live_server):
    from tests.world import build

    limiting.forget()
    return build(), f"{live_server.url}/open311/v2"


def partner(world, address: str, post: str = "fire", *, token: str = "", **more) -> Partner:
    chosen = {"gets": post == "fire", "gives": post == "hotline", **more}
    return actions.set_partner(
        CLOCK, world.posts[post], label="街道12345", address=address, token=token, **chosen
    )


def called_in(world, **what) -> Case:
    case = world.handling(**what)
    cases.ask_part(world.actor("steward"), case, asked=world.posts["fire"], text=TASK)
    return case


def there(case: Case) -> Case:
    """The matter as it stands on the other side."""
    number = Shared.objects.get(case=case).number
    return Case.objects.get(pk=int(number[:-1]))


def test_a_part_is_handed_over_and_its_reply_comes_back(served):
    world, address = served
    case = called_in(world)
    partner(world, address, token=issued(world, "steward")[1])
    assert exchange_jobs.talk() == 1
    copy = there(case)
    assert copy != case and copy.words.startswith(TASK) and copy.place == case.place
    exchange_jobs.talk()
    steward = world.actor("steward")
    cases.take(steward, copy)
    exchange_jobs.talk()
    assert case.notes.filter(post=world.posts["fire"], public=False).count() == 1
    cases.answer(steward, copy, kind="solved", text="通道已经清理干净。")
    cases.confirm(world.reporter(copy), copy, contacted=True, satisfaction="satisfied")
    exchange_jobs.talk()
    part = case.parts.get()
    assert part.replied_at and "通道已经清理干净" in part.reply
    kinds = list(
        Entry.objects.filter(subject=case.ref, kind__startswith="api.").values_list("kind", flat=True)
    )
    assert kinds[0] == "api.HandedOut" and kinds[-1] == "api.HeardBack"
    before = Entry.objects.count()
    assert exchange_jobs.talk() == 0 and Entry.objects.count() == before
    assert Case.objects.count() == 2


def test_what_is_handed_over_twice_happens_once(served):
    world, address = served
    case = called_in(world)
    found = partner(world, address, token=issued(world, "steward")[1])
    exchange_jobs.talk()
    Shared.objects.all().delete()  # as after a worker that ended before it was noted
    exchange_jobs.talk()
    assert Case.objects.count() == 2 and Shared.objects.get().partner == found and there(case)


def test_a_case_kept_from_the_public_is_handed_over_to_nobody(served):
    world, address = served
    called_in(world, visibility=Visibility.HOTLINE)
    partner(world, address, token=issued(world, "steward")[1])
    assert exchange_jobs.talk() == 0 and not Shared.objects.exists()


def test_words_nobody_looked_at_are_not_handed_over(served):
    world, address = served
    case = called_in(world, words="请打13812345678找王小明，柴火堆着。")
    partner(world, address, token=issued(world, "steward")[1])
    exchange_jobs.talk()
    assert there(case).words == TASK


def test_what_is_said_there_is_brought_here_once_and_told_what_became_of_it(served, monkeypatch):
    world, address = served
    theirs = world.report()
    partner(world, address, "hotline", token=issued(world, "steward")[1])
    assert exchange_jobs.talk() == 1
    shared = Shared.objects.get()
    ours = shared.case
    assert shared.number == theirs.number and ours.words == theirs.words and ours.place == theirs.place
    assert ours.channel == "api" and ours.category == theirs.category
    sent = []
    monkeypatch.setattr(exchange, "tell", lambda partner, **said: sent.append(said))
    # what is brought here stands in the same house's list, and would be brought here once more without end
    monkeypatch.setattr(exchange, "since", lambda *_asked: [])
    cases.take(world.actor("steward"), ours)
    exchange_jobs.talk()
    exchange_jobs.talk()
    assert [(said["number"], said["closed"]) for said in sent] == [(theirs.number, False)]
    assert Case.objects.count() == 2


def test_news_goes_to_where_the_matter_came_from(served, monkeypatch):
    world, address = served
    theirs = world.handling()
    partner(world, address, "hotline", token=issued(world, "steward")[1])
    exchange_jobs.talk()
    ours = Shared.objects.get().case
    monkeypatch.setattr(exchange, "since", lambda *_asked: [])
    cases.answer(
        world.actor("steward"), cases.take(world.actor("steward"), ours), kind="solved", text="柴火清走了。"
    )
    exchange_jobs.talk()
    said = " ".join(note.text for note in theirs.notes.all())
    assert "柴火清走了" in said


def silent(*_asked, **_more):
    raise Unreachable("ConnectionError")


class Says:
    """A server that answers this."""

    def __init__(self, body: bytes, status: int = 200):
        self.answer = web.Answer(status, {}, body)

    def __call__(self, *_asked, **_more):
        return self.answer


@pytest.mark.django_db
def test_a_partner_that_is_away_rests_longer_each_time(world, monkeypatch):
    called_in(world)
    found = partner(world, "https://elsewhere.example/v2")
    monkeypatch.setattr(web, "post", silent)
    assert exchange_jobs.talk() == 0
    found.refresh_from_db()
    assert found.failed == "ConnectionError" and found.rests_until > clock.now()
    tries = []
    monkeypatch.setattr(web, "post", lambda *_a, **_k: tries.append(1) or silent())
    exchange_jobs.talk()
    assert not tries
    with clock.at(clock.now() + timedelta(minutes=30)):
        exchange_jobs.talk()
        found.refresh_from_db()
        assert tries and found.rests_until - clock.now() >= timedelta(minutes=29)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"nonsense", b"{}", b"[]", b"[1]", b"[null]", b'[{"service_request_id": null}]'),
        *(b'[{"service_request_id": ["x"]}]', b'[{"service_request_id": ""}]', b"\xff\xfe"),
    ],
)
def test_an_answer_without_sense_hands_nothing_over(world, monkeypatch, body):
    called_in(world)
    found = partner(world, "https://elsewhere.example/v2")
    monkeypatch.setattr(web, "post", Says(body))
    exchange_jobs.talk()
    found.refresh_from_db()
    assert found.failed and not Shared.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("status", [301, 400, 403, 404, 429, 500])
def test_a_refusal_there_is_noted_here(world, monkeypatch, status):
    called_in(world)
    found = partner(world, "https://elsewhere.example/v2")
    monkeypatch.setattr(web, "post", Says(b"[]", status))
    exchange_jobs.talk()
    found.refresh_from_db()
    assert found.failed == f"HTTP {status}"


@pytest.mark.django_db
def test_matters_without_sense_are_passed_over_and_the_others_brought_here(world, monkeypatch):
    partner(world, "https://elsewhere.example/v2", "hotline")
    body = """[{"service_request_id": 7, "status": "open", "service_code": "x", "description": "三栋灯坏了，看不清。",
      "address": "桂花苑3栋"}, {"service_request_id": "8", "description": "\\u0000", "address": "桂花苑3栋"},
      {"service_request_id": "9", "description": "月亮上的事情", "address": "月亮"}, {"status": "open"}, 5,
      {"service_request_id": "10", "status": "closed", "description": "已经好了的事", "address": "桂花苑3栋"}]"""
    monkeypatch.setattr(web, "get", Says(body.encode()))
    cases.set_category(CLOCK, world.categories["stairwell"].parent, code="other.matter", name_zh="说不清")
    assert exchange_jobs.talk() == 1 and exchange_jobs.talk() == 0
    case = Case.objects.get()
    assert case.place == world.places["b3"] and case.category.code == "other.matter"
    assert Shared.objects.get().number == "7"


@pytest.mark.django_db
def test_a_code_there_stands_for_a_kind_here(world):
    found = partner(
        world, "https://x.example", kinds="shared.stairwell = 0301\nshared.service=0302", kind_else="99"
    )
    assert found.theirs("shared.stairwell") == "0301" and found.theirs("gas.leak") == "99"
    assert found.ours("0302") == "shared.service" and found.ours("0400") == "0400"


@pytest.mark.django_db
def test_whoever_keeps_the_posts_connects_and_disconnects(world, client):
    client.force_login(world.people["committee"])
    page, post = reverse("api:new_partner"), world.posts["property"]
    said = {
        "post": str(post.pk),
        "name": "物业工单系统",
        "address": "https://work.example/open311/v2",
        "token": "their-key",
        "directions": ["gets"],
        "kinds": "shared.stairwell = 0301",
        "key": "once",
    }
    assert client.get(page).status_code == 200
    assert client.post(page, said).status_code == 302
    found = Partner.objects.get()
    assert found.post == post and found.token == "their-key" and found.gets and not found.gives
    listed = client.get(reverse("api:partners")).content.decode()
    assert "物业工单系统" in listed and "their-key" not in listed
    again = client.post(page, {**said, "key": "twice"})
    assert again.status_code == 422
    assert client.post(reverse("api:end_partner", args=[found.pk])).status_code == 302
    found.refresh_from_db()
    assert found.ended_on == clock.today() and found.token == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "ftp://work.example"},
        {"address": "http://work.example/v2"},
        {"address": "https://user:secret@work.example/v2"},
        {"address": "https://127.0.0.1/v2"},
        {"address": "nonsense"},
        {"name": ""},
        {"directions": []},
        {"kinds": "no sign"},
        {"kinds": "unknown.kind = 3"},
    ],
)
def test_a_form_that_cannot_be_meant_connects_nothing(world, client, wrong, settings):
    settings.IN_PRODUCTION = True
    client.force_login(world.people["committee"])
    said = {
        "post": str(world.posts["property"].pk),
        "name": "物业工单系统",
        "address": "https://work.example/open311/v2",
        "directions": ["gets"],
        "key": "once",
    }
    assert client.post(reverse("api:new_partner"), {**said, **wrong}).status_code == 422
    assert not Partner.objects.exists()


@pytest.mark.django_db
def test_nobody_connects_a_post_that_sees_more_than_they_do(world, client):
    for who in ("steward", "operator"):
        actor = world.actor(who)
        with pytest.raises(Refused):
            actions.set_partner(
                Actor(person=actor.person, post=actor.post, posts=(actor.post,)),
                world.posts["hotline"],
                label="x",
                address="https://x.example",
                token="",
            )
    client.force_login(world.people["steward"])
    assert client.get(reverse("api:partners")).status_code == 403


@pytest.mark.django_db
def test_whoever_sees_nothing_connects_nothing(world, client):
    client.force_login(world.people["operator"])
    page = reverse("api:new_partner")
    assert "<form" not in client.get(page).content.decode().split("<main", 1)[1].split("</main>")[0]
    assert client.post(page, {"post": str(world.posts["hotline"].pk)}).status_code == 422


def of_the_committee(client, found: Partner, what: str, **fields):
    return client.post(reverse(f"api:{what}_partner", args=[found.pk]), {"key": "once-only", **fields})


@pytest.mark.django_db
def test_what_it_is_called_and_what_goes_to_and_fro_can_be_changed(world, client):
    found = partner(world, "https://12345.example/v2", "property", token="secret")
    client.force_login(world.people["committee"])
    page = client.get(reverse("api:change_partner", args=[found.pk])).content.decode()
    assert found.label in page and "secret" not in page
    ours = world.categories["stairwell"].code
    chosen = {
        "name": "城管热线",
        "directions": ["gets", "gives"],
        "kinds": f"{ours} = 101",
        "kind_else": "9",
    }
    assert of_the_committee(client, found, "change", **chosen).status_code == 302
    found.refresh_from_db()
    assert (found.label, found.gets, found.gives, found.theirs(ours)) == (
        "城管热线",
        True,
        True,
        "101",
    )
    assert found.token == "secret" and found.address == "https://12345.example/v2"
    entry = Entry.objects.filter(subject=found.ref).latest("pk")
    assert entry.kind == "api.PartnerChanged" and "城管" not in entry.fields
    for wrong in ({"directions": []}, {"name": ""}, {"kinds": "none = 1"}):
        assert of_the_committee(client, found, "change", **{**chosen, **wrong}).status_code == 422


@pytest.mark.django_db
def test_one_that_is_paused_is_left_alone_until_it_goes_on(world, client, monkeypatch):
    monkeypatch.setattr(web, "post", silent)
    found = partner(world, "https://12345.example/v2", "property", gets=False, gives=True)
    client.force_login(world.people["committee"])
    assert of_the_committee(client, found, "pause").status_code == 302
    asked = []
    monkeypatch.setattr(exchange_jobs, "_talk_with", lambda each: asked.append(each.pk) or 0)
    with clock.at(clock.now() + timedelta(days=400)):
        exchange_jobs.talk()
        assert not asked
    page = client.get(reverse("api:partners")).content.decode()
    assert "已暂停往来" in page and "恢复往来" in page
    assert of_the_committee(client, found, "pause", key="again").status_code == 409
    assert of_the_committee(client, found, "resume").status_code == 302
    exchange_jobs.talk()
    assert asked == [found.pk]


@pytest.mark.django_db
def test_a_talk_under_way_does_not_undo_a_pause(world):
    found = partner(world, "https://12345.example/v2")
    talking = Partner.objects.get(pk=found.pk)
    actions.pause_partner(CLOCK, found)
    actions.note_silent(talking, "timeout")
    assert Partner.objects.get(pk=found.pk).is_paused
    actions.note_answered(talking)
    assert Partner.objects.get(pk=found.pk).is_paused


@pytest.mark.django_db
def test_a_partner_that_was_disconnected_is_neither_changed_nor_paused(world, client):
    found = partner(world, "https://12345.example/v2", "property")
    actions.end_partner(CLOCK, found)
    client.force_login(world.people["committee"])
    assert client.get(reverse("api:change_partner", args=[found.pk])).status_code == 409
    assert of_the_committee(client, found, "pause").status_code == 409
