"""Those who help in the demo city: what members on duty and residents offer, whom desks ask and what they say to it,
and units that have reported, with their tasks."""

import datetime as dt
from collections.abc import Iterator
from itertools import cycle

from yishi.cases import actions as cases
from yishi.cases import helping, rules
from yishi.cases.models import Case, Category, State
from yishi.network import actions
from yishi.network.actors import Actor, acting
from yishi.network.models import Level, Place, Registration, Residence, Task
from yishi.network.powers import Role
from yishi.record import clock

from . import content
from .told import Aside, City

UNITS = {"linjiang": ("临江实验小学", "临江卫生服务站"), "guixiang": ("桂香路储蓄所",)}  # community: units
OF_MEMBERS = cycle(("electricity", "mediation", "driving", "plumbing", "law", "care"))
OF_RESIDENTS = cycle(
    (("law", "周六上午", True), ("mediation", "平日晚上", True), ("electricity", "打个电话就来", False),
     ("plumbing", "平日白天", False), ("medicine", "周日", False), ("teaching", "寒暑假", True))
)  # fmt: skip
WITHOUT_ACCOUNT = ("赖师傅", "19900007801", "carpentry", "上午")
TASKS = (  # what, days until it is due, whether it is done, how it was
    ("清洁日：每栋来两个人扫楼道", 25, True, "good"),
    ("给独居老人送一次健康讲座", 30, True, ""),
    ("周末在南门口义诊两小时", 28, False, ""),
    ("年底前和社区一起查一遍消防通道", 60, False, ""),
)
REPORTING = 3
"""Every so-manieth resident with a home is a member who has reported."""
NOISY = "noise.neighbour"
"""The kind of matter for which another skill is proposed."""
ANSWERS = ("yes", "came", "no", "")
"""What those who are asked say, in turn; nothing for no word yet."""


def build_helpers(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """What happens with them between the stories, each at its time."""
    day = dt.timedelta(days=1)
    yield now - 45 * day, Aside(_offer, city)
    yield now - 41 * day, Aside(_rules, city)
    yield now - 40 * day, Aside(_report, city)
    yield now - 35 * day, Aside(_give_tasks, city)
    yield now - 14 * day, Aside(_do_tasks, city)
    yield now - dt.timedelta(hours=2), Aside(_ask, city)


def _rules(city: City) -> None:
    """After a meeting a kind of matter has another skill beside it, and slips from the mailbox hold less long."""
    post = next(post for post in city.posts.values() if post.role == Role.COMMITTEE)
    said = {"source": "社区居委会会议，当月 8 日", "reason": "楼上楼下为噪声来回跑，先请会调解的邻居坐下来谈"}
    if kind := Category.objects.choosable().filter(code=NOISY).first():
        cases.set_helping_skills(acting(post), kind, skills=["mediation", "law"], **said)
    actions.set_roll_policy(
        acting(post), None, slip_days=21, source=said["source"], reason="信箱里的码放久了容易被别人拿走"
    )


def _offer(city: City) -> None:
    for key, post in content.POSTS.items():
        if post.role == Role.ON_DUTY:
            for holder, skill in zip(post.holders[:2], OF_MEMBERS, strict=False):
                actor = Actor(person=city.people[holder])
                actions.offer_skill(
                    actor, city.posts[key].place, skill=skill, times="下班以后", shown_name=True
                )
    for residence in _homes(city):
        skill, times, shown = next(OF_RESIDENTS)
        actor = Actor(person=residence.person)
        actions.offer_skill(actor, residence.place, skill=skill, times=times, shown_name=shown)
    name, phone, skill, times = WITHOUT_ACCOUNT
    key = next(key for key, post in content.POSTS.items() if post.role == Role.STEWARD)
    steward = _holder(city, key)
    actions.enter_offer(
        steward,
        city.places[content.POSTS[key].place],
        skill=skill,
        name=name,
        phone=phone,
        times=times,
        agreed=True,
    )


def _homes(city: City) -> list[Residence]:
    people = [city.people[key] for key in content.RESIDENTS]
    rows = Residence.objects.verified().filter(person__in=people)
    return list(rows.select_related("person", "place").order_by("pk"))


def _holder(city: City, key: str) -> Actor:
    return acting(city.posts[key], city.people[content.POSTS[key].holders[0]])


def _committee(city: City, place: Place) -> Actor:
    key = next(
        key for key, said in content.COMMUNITIES.items() if place.path.startswith(city.places[said.code].path)
    )
    return _holder(city, f"{key}.committee")


def _report(city: City) -> None:
    for key, names in UNITS.items():
        committee = _holder(city, f"{key}.committee")
        for name in names:
            actions.enter_unit(committee, city.places[content.COMMUNITIES[key].code], name=name)
    for number, residence in enumerate(_homes(city)):
        if number % REPORTING:
            continue
        community = Place.objects.around(residence.place.path).get(level=Level.COMMUNITY)
        reported = actions.report_member(Actor(person=residence.person), community)
        if number % (4 * REPORTING):
            actions.confirm_registration(_committee(city, community), reported)


def _give_tasks(city: City) -> None:
    today = clock.today()
    for registration in Registration.objects.units().select_related("community").order_by("pk"):
        committee = _committee(city, registration.community)
        for title, days, _done, _grade in TASKS:
            actions.give_task(committee, registration, title=title, due_on=today + dt.timedelta(days=days))


def _do_tasks(city: City) -> None:
    done = {title: grade for title, _days, is_done, grade in TASKS if is_done}
    for task in Task.objects.filter(title__in=done).select_related("registration__community").order_by("pk"):
        committee = _committee(city, task.registration.community)
        task = actions.report_task(committee, task)
        if done[task.title]:
            actions.grade_task(committee, task, grade=done[task.title])


def _ask(city: City) -> None:
    """Desks that work on something a neighbour could help with ask the nearest; the last of these wait to be asked."""
    said = iter(ANSWERS)
    at_work = Case.objects.filter(state=State.HANDLING).exclude(category__skills="").order_by("pk")
    for case in at_work.select_related("category", "place", "holder__place", "holder__organisation"):
        holders = case.holder.holders()
        actor = acting(case.holder, holders[0] if holders else None)
        found = helping.suggested(case, actor, helping.skills_for(case))
        if not found or not rules.may_ask_helper(actor, case):
            continue
        if (answer := next(said, None)) is None:
            return
        asked = cases.ask_helper(
            actor, case, offer=found[0], text="请帮忙去看一下，需要什么工具和材料告诉我们。"
        )
        helper = Actor(person=found[0].person) if found[0].person else actor
        if answer:
            asked = cases.answer_help(helper, asked, comes=answer != "no")
        if answer == "came":
            cases.note_help_came(actor, asked)
