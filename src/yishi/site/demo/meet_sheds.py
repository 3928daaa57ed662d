"""Sheds for electric bicycles: a topic many households stood behind; at the open deliberation day it was settled where
they go, who pays and when they are ready; they stand less than a month later, and the picture shows it."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from yishi.cases import actions as cases
from yishi.cases import rules as case_rules
from yishi.cases.models import Case
from yishi.deliberation import actions, topic_marks
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.decisions import Does
from yishi.deliberation.models import Item, Kind, Session, Topic, Undertaking
from yishi.network import pictures
from yishi.network.actors import ANYONE, CLOCK, Actor
from yishi.record import clock

from . import content
from .meet_held import speak
from .meet_yard import by
from .pictures import draw
from .told import Aside, City

ESTATE, RESIDENT = "matouxincun", "chang_qing"
CHAIR, CLERK = f"{ESTATE}.branch", f"{ESTATE}.steward"
KEY, CODE, PICTURE, SEED = "meet-sheds", "35190722", "charging", 35
WORDS = "三栋楼梯口晚上停满电动车。充电的线从五楼挂下来，小区一个充电棚也没有。"
TOPIC = "电动车棚建在哪里、钱谁来出、什么时候建好，请大家一起定。"
BEHIND = 19
"""So many households stand behind the topic."""
REPORTED, CALLED, PROPOSED, ACCEPTED, FROZEN, HELD = 44, 43, 40, 38, 36, 33
DRAFTED, SEALED, POSTED, ANSWERED, CLOSED = 32, 28, 27, 8, 6
THEME = "公开议事日：电动车棚"
HEADS = ((1, 9), (2, 8), (3, 12), (4, 7), (5, 6), (6, 5))
HANDS = (41, 4, 2)
"""Yes, no, abstained, of those from the buildings above."""
MOTION = (
    "建三个车棚：二栋东、四栋北、六栋旁；公共收益出六成、物业出四成，居民不摊；四周内建好，装摄像头和充电桩。"
)
SAID = (
    (f"{ESTATE}/2", "车棚别挨着一楼的窗户，晚上吵。", CHAIR, "三处都离窗户八米以上，图纸今晚就贴出来。"),
    (f"{ESTATE}/3", "充一次电多少钱，会不会涨？", f"{ESTATE}.property", "按电网目录价加服务费每度两角，两年不变。"),
    (f"{ESTATE}/6", "棚里着火怎么办？", "fire.department", "每个棚配灭火器和断电开关，建好我们来验。"),
    (f"{ESTATE}/5", "公共收益还剩多少，够不够？", "matou.committee", "账上还有七万一，六成用不完，账目贴出来。"),
)  # fmt: skip
DECIDED = "三个车棚按表决的位置建：选址、资金、完工各有人负责，日子写在后面，到期逐条对账。"
DOES = (
    (CHAIR, "选址放线，三处位置画好贴图。", 5, 29, "三处线已经画好，图贴在二栋、四栋、六栋门口。"),
    ("matou.committee", "公共收益的六成拨到位，账目公开。", 14, 21, "四万二千元已经拨付，凭证贴在公示栏。"),
    (f"{ESTATE}.property", "三个车棚完工，充电桩通电。", 28, 9, "三个都通电了，充电口三十六个，摄像头接到门岗。"),
)  # fmt: skip
"""Who does what within so many days of the session, so many days ago it was done, and what shows it."""
SOLVED = "三个车棚建好用上了：三十六个充电口、六个摄像头。楼梯口不再停车，飞线全部拆掉。"


def build_sheds(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """From the topic to the photo, each at its time."""

    def moment(days: int, hour: int) -> dt.datetime:
        return (now - dt.timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)

    def at(days: int, hour: int, act, **more) -> tuple[dt.datetime, Aside]:
        return moment(days, hour), Aside(partial(act, **more), city)

    yield at(REPORTED, 20, _report)
    yield at(REPORTED, 21, _take)
    yield at(CALLED, 10, _call, begins=moment(HELD, 19))
    yield at(PROPOSED, 20, _propose)
    yield at(ACCEPTED, 9, _accept)
    yield at(FROZEN, 8, _freeze)
    yield at(HELD, 19, _hold)
    yield at(HELD, 21, _end)
    yield at(DRAFTED, 10, _draft)
    yield at(SEALED, 10, _seal)
    yield at(POSTED, 10, _post)
    for said in DOES:
        yield at(said[3], 16, _keep, said=said)
    yield at(ANSWERED, 11, _answer)
    yield at(CLOSED, 20, _confirm)


def _case(city: City) -> Case:
    return Case.objects.get(pk=city.cases[KEY])


def _resident(city: City) -> Actor:
    return Actor(person=city.people[RESIDENT], follows=frozenset({city.cases[KEY]}))


def _session() -> Session:
    return Session.objects.get(theme_zh=THEME)


def _topic() -> Topic:
    return Topic.objects.get(session=_session())


def _picture(kind: str, after: bool) -> pictures.Picture:
    return pictures.read(SimpleUploadedFile("sheds.jpg", draw(kind, SEED, after=after), "image/jpeg"))


def _report(city: City) -> None:
    said = content.PEOPLE[RESIDENT]
    case = cases.report(
        Actor(person=city.people[RESIDENT]),
        city.places[content.ESTATES[ESTATE].code],
        words=WORDS,
        category=city.categories["charging.shed"],
        channel="web",
        code=CODE,
        contact_name=said.zh,
        contact_phone=said.phone,
        photos=[_picture(PICTURE, after=False)],
    )
    city.cases[KEY] = case.pk


def _take(city: City) -> None:
    clerk = by(city, CLERK)
    case = cases.take(clerk, _case(city))
    if case_rules.may_approve_words(clerk, case):
        cases.approve_words(clerk, case)


def _call(city: City, begins: dt.datetime) -> None:
    chair = by(city, CHAIR)
    session = actions.call_session(
        chair,
        city.places[content.ESTATES[ESTATE].code],
        kind=Kind.OPEN_DAY,
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=2),
        host=city.organisations[CHAIR],
        spot_zh="码头新村党群服务站",
        spot_en="neighbourhood station of the estate",
        chair=city.posts[CHAIR],
        clerk=city.posts[CLERK],
        theme_zh=THEME,
        theme_en="Open deliberation day: sheds for electric bicycles",
    )
    posts = [city.posts[key] for key in ("matou.committee", f"{ESTATE}.property", "fire.department")]
    actions.invite(chair, session, posts=posts, matter="电动车棚")
    actions.announce(chair, session)


def _propose(city: City) -> None:
    """A resident without an account wants it talked about; neighbours stand behind it, each with their browser."""
    place = city.places[content.ESTATES[ESTATE].code]
    marks = [topic_marks.mark_for(place.pk, f"demo-sheds-{number}") for number in range(BEHIND)]
    topic = actions.propose_topic(ANYONE, place, words=TOPIC, session=_session(), browser=marks[0])
    if not topic.is_shown:
        actions.show_topic(by(city, CHAIR), topic)
    for mark in marks[1:]:
        actions.support_topic(ANYONE, topic, browser=mark)


def _accept(city: City) -> None:
    """It is taken up, is about the matter that lies on the steward's desk, and stands on the agenda."""
    chair = by(city, CHAIR)
    topic = actions.tie_to_case(chair, _topic(), case=_case(city))
    actions.accept_topic(chair, topic)
    actions.add_item(chair, _session(), topic=topic, minutes=40, presenter=city.posts[f"{ESTATE}.property"])


def _freeze(_city: City) -> None:
    actions.freeze_agenda(CLOCK, _session())


def _hold(city: City) -> None:
    """Where, who pays, when: put to the vote, counted, and each undertaken by somebody with a day."""
    clerk, session = by(city, CLERK), _session()
    actions.begin(clerk, session)
    people = [
        Came(building=city.places[content.code_of(f"{ESTATE}/{number}")], count=count)
        for number, count in HEADS
    ]
    actions.write_down_attendance(clerk, session, people=people, line=f"sheds-{session.pk}")
    for invitation in session.invitations.all():
        actions.call_roll(clerk, invitation, came="came")
    speak(city, clerk, session, SAID)
    item = Item.objects.get(session=session, topic=_topic())
    motion = actions.put_motion(clerk, item, text=MOTION)
    yes, against, abstained = HANDS
    motion = actions.count_hands(clerk, motion, yes=yes, no=against, abstained=abstained)
    does = [
        Does(city.posts[key], text, clock.today() + dt.timedelta(days=days))
        for key, text, days, _ago, _shown in DOES
    ]
    actions.decide(clerk, item, case=_case(city), text=DECIDED, does=does, motion=motion)


def _end(city: City) -> None:
    actions.end(by(city, CHAIR), _session())


def _draft(city: City) -> None:
    actions.draft_minutes(by(city, CHAIR), _session())


def _seal(city: City) -> None:
    actions.seal_minutes(by(city, CHAIR), _session())


def _post(city: City) -> None:
    board, picture = "码头新村大门公示栏", _picture("meeting", after=True)
    actions.post_minutes(by(city, CLERK), _session(), board=board, posted_on=clock.today(), picture=picture)


def _keep(city: City, said: tuple[str, str, int, int, str]) -> None:
    """Done as promised; the last is shown by a picture. Whoever asked for it has seen it."""
    key, text, _days, _ago, shown = said
    who, case = by(city, key), _case(city)
    row = Undertaking.objects.get(session=_session(), text=text)
    photos = [_picture(PICTURE, after=True)] if said == DOES[-1] else []
    actions.claim_kept(who, row, evidence=shown, photos=photos)
    actions.confirm_kept(_resident(city), row)
    if case.parts.filter(asked=who.post, replied_at=None).exists():
        cases.answer_part(who, case, text=shown)


def _answer(city: City) -> None:
    clerk = by(city, CLERK)
    photos = [_picture(PICTURE, after=True)]
    case = cases.answer(clerk, _case(city), kind="solved", text=SOLVED, photos=photos)
    if case_rules.may_release_photos(clerk, case):
        cases.release_photos(clerk, case)


def _confirm(city: City) -> None:
    said = "昨晚头一回在棚里充电，楼梯口空出来了。"
    cases.confirm(_resident(city), _case(city), contacted=True, satisfaction="satisfied", text=said)
