"""A session that was held, with everything its minutes tell of; and the steps from the draft to the board."""

from contextlib import contextmanager
from datetime import timedelta

from django.utils.timezone import localtime
from tests.cases.stage import jpeg
from tests.deliberation.conftest import call, underway
from tests.world import World

from yishi.deliberation import actions
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.models import Attendance, Item, Opinion, Session
from yishi.network import pictures
from yishi.record import clock

WORDS = ("三栋楼下的路灯坏了两个月。", "地下车库一下雨就积水。", "小区门口的早餐摊油烟太大。")


def take_down(world: World, session: Session, *words: str, start: int = 1) -> list[Opinion]:
    """The steward writes down what people say."""
    sheet = session.sheets.first() or actions.open_sheet(
        world.actor("steward"), session, key=f"device-{session.pk}"
    )
    lines = [
        Line(f"line-{session.pk}-{n}", text, building=world.places["b3"], number=n)
        for n, text in enumerate(words, start)
    ]
    return actions.take_down(world.actor("steward"), sheet, lines=lines)


def held(world: World, **fields) -> Session:
    """Twelve people, three opinions (one answered, one promised with a day, one without an answer), a motion, and a
    department that came."""
    session = underway(world, **fields)
    steward = world.actor("steward")
    with clock.at(session.starts_at + timedelta(minutes=10)):
        actions.invite(world.actor("branch"), session, posts=[world.posts["property"], world.posts["fire"]])
        for post, came in (("property", "came"), ("fire", "absent")):
            actions.call_roll(steward, session.invitations.get(post=world.posts[post]), came=came)
        many = [
            Came(role=Attendance.Role.OWNER, building=world.places["b3"], count=10),
            Came(role=Attendance.Role.ON_DUTY, count=2),
        ]
        actions.write_down_attendance(steward, session, people=many, line=f"paper-{session.pk}")
        lamp, water, _breakfast = take_down(world, session, *WORDS)
        property_ = world.posts["property"]
        actions.respond(steward, lamp, kind="answered", post=property_, text="今晚就派人来看。")
        due = localtime(session.starts_at).date() + timedelta(days=10)
        actions.respond(steward, water, kind="promised", post=property_, text="疏通排水沟。", due_on=due)
        item = Item.objects.create(session=session, position=1, title="路灯", added_at=clock.now())
        motion = actions.put_motion(steward, item, text="路灯换成感应灯。")
        actions.count_hands(steward, motion, yes=8, no=2, abstained=0)
    with clock.at(session.ends_at):
        return actions.end(world.actor("branch"), session)


def drafted(world: World, session: Session | None = None, remarks: str = "") -> Session:
    """The draft lies open, an hour after the end."""
    session = session or held(world)
    with clock.at(session.ended_at + timedelta(hours=1)):
        actions.draft_minutes(world.actor("steward"), session, remarks=remarks)
    session.refresh_from_db()
    return session


def sealed(world: World, session: Session | None = None) -> Session:
    """Sealed when the days for corrections were over."""
    session = drafted(world, session)
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)):
        actions.seal_minutes(world.actor("branch"), session)
    return Session.objects.get(pk=session.pk)


def posted(world: World, session: Session | None = None) -> Session:
    """On the board since the day of the seal."""
    session = sealed(world, session)
    with clock.at(session.minutes.sealed_at + timedelta(hours=1)):
        actions.post_minutes(
            world.actor("steward"),
            session,
            board="南门公告栏",
            posted_on=clock.today(),
            picture=pictures.read(jpeg()),
        )
    return session


@contextmanager
def while_posted(session: Session):
    """Two days after it was posted."""
    with clock.at(session.postings.get().at + timedelta(days=2)):
        yield


__all__ = ["WORDS", "call", "drafted", "held", "posted", "sealed", "take_down", "while_posted"]
