"""Plays a matter of the demo: who says and does what, by way of the actions everybody uses."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from yishi.cases import actions, rules, taxonomy
from yishi.network.actors import ANYONE, Actor
from yishi.network.models import Organisation
from yishi.record import Refused, clock

from . import checking, content, joining, pressing, shapes, timing
from .told import Told, code_of

GROUNDS = {"outside": "outside", "procedure": "court"}
"""A storyline's kind of decline: the ground as the desk's form has it."""


class Telling(Told):
    """One matter as it is played: who says and does what, by way of the actions everybody uses."""

    # what the resident does

    def begin(self) -> None:
        """It is said: by the resident, or to somebody who writes it down."""
        matter = self.matter
        said = content.PEOPLE.get(matter.by)
        what: dict[str, Any] = {
            "words": self._words(),
            "category": self.city.categories[matter.category],
            "channel": matter.channel,
            "visibility": matter.visibility,
            "about": self._about(),
            "code": code_of(matter),
            "photos": [self.picture(after=False)] if matter.attached else [],
        }
        place = self.city.places[content.code_of(matter.place)]
        what["contact_name"], what["contact_phone"] = (said.zh, said.phone) if said else (matter.caller, "")
        if matter.written_by:
            self.case = actions.file(self.acting(matter.written_by), place, **what)
        else:
            resident = Actor(person=self.city.people[matter.by]) if said else ANYONE
            self.case = actions.report(resident, place, **what)
        self.city.cases[matter.key] = self.case.pk

    def _words(self) -> str:
        asked = {question.key: question for question in taxonomy.BY_CODE[self.matter.category].questions}
        lines = [self.matter.words]
        for key, answer in self.matter.answers:
            question = asked[key]
            known = {"yes": "是", "no": "否", **{code: zh for code, zh, _en in question.choices}}
            lines.append(f"{question.zh}{answer if question.kind == 'text' else known[answer]}")
        return "\n".join(lines)

    def _about(self) -> Organisation | None:
        who = {"committee": "clerk"}.get(self.matter.about, self.matter.about)
        return self.post(who).organisation if who else None

    def feedback(self, step: shapes.Step) -> None:
        """The resident judges the answer: on the page, or on the telephone for whoever reported by telephone."""
        channel = "phone" if self.matter.channel in ("phone", "door") and self.case.contact_phone else "page"
        who = self.acting("hotline") if channel == "phone" else Actor(follows=frozenset({self.case.pk}))
        said: dict[str, Any] = {"contacted": step.contacted, "text": step.words, "channel": channel}
        said["satisfaction"] = step.level
        if step.solved:
            actions.confirm(who, self.case, **said)
        else:
            actions.contest(who, self.case, photos=self.photos(step), **said)

    def withdraw(self, step: shapes.Step) -> None:
        actions.withdraw(Actor(follows=frozenset({self.case.pk})), self.case, text=step.words)

    # what those who handle it do

    def go_on(self, step: shapes.Step) -> None:
        """The next step of the story."""
        self.case.refresh_from_db()
        doing: dict[str, Callable[[shapes.Step], None]] = {
            "take": self.take, "call": self.call, "note": self.note, "promise": self.promise,
            "return": self.send_back, "rule": self.rule, "hand_up": self.hand_up, "ask": self.ask,
            "part": self.part, "answer": self.answer, "decline": self.decline, "feedback": self.feedback,
            "withdraw": self.withdraw,
        }  # fmt: skip
        if step.does in doing:
            doing[step.does](step)
        elif not (checking.play(self, step) or joining.play(self, step) or timing.play(self, step)):
            pressing.play(self, step)
        self.look(step)

    def look(self, step: shapes.Step) -> None:
        """Whoever deals with the matter has looked at words and photos, and everybody sees them from now on."""
        self.case.refresh_from_db()
        who = self.acting(step.who) if step.who not in ("", "resident") else None
        if who is None:
            return
        if self.case.is_pending and rules.may_approve_words(who, self.case):
            actions.approve_words(who, self.case)
        elif self.case.is_shown and rules.may_release_photos(who, self.case):
            with suppress(Refused):  # no photo waits
                actions.release_photos(who, self.case)

    def take(self, step: shapes.Step) -> None:
        self.case = actions.take(self.acting(step.who), self.case)
        if step.words:
            self.note(step)

    def call(self, step: shapes.Step) -> None:
        actions.call(self.acting(step.who), self.case, outcome="reached", text=step.words)

    def note(self, step: shapes.Step) -> None:
        who = self.acting(step.who)
        if step.photo:
            actions.add_photos(who, self.case, photos=self.photos(step), stage=step.photo)
        actions.note(who, self.case, text=step.words, public=not step.internal)

    def promise(self, step: shapes.Step) -> None:
        day = clock.today() + dt.timedelta(days=step.in_days)
        actions.promise(self.acting(step.who), self.case, text=step.words, due_on=day)

    def send_back(self, step: shapes.Step) -> None:
        who, proposed = self.acting(step.who), self.post(step.to)
        actions.send_back(who, self.case, reason=step.words, proposed=proposed)

    def rule(self, step: shapes.Step) -> None:
        actions.rule(self.acting(step.who), self.case, reason=step.words, to=self.post(step.to))

    def hand_up(self, step: shapes.Step) -> None:
        actions.hand_up(self.acting(step.who), self.case, reason=step.words)

    def ask(self, step: shapes.Step) -> None:
        who, unit = self.acting(step.who), self.post(step.to)
        actions.ask_part(who, self.case, asked=unit, text=step.words, lead=step.lead)

    def part(self, step: shapes.Step) -> None:
        actions.answer_part(self.acting(step.who), self.case, text=step.words)

    def answer(self, step: shapes.Step) -> None:
        remaining_on = clock.today() + dt.timedelta(days=step.in_days) if step.in_days else None
        actions.answer(
            self.acting(step.who),
            self.case,
            kind=step.kind,
            text=step.words,
            remaining=step.remains,
            remaining_on=remaining_on,
            basis=step.basis or step.ground,
            alternative=step.door,
            photos=self.photos(step),
        )

    def decline(self, step: shapes.Step) -> None:
        text, ground = f"{step.words}{step.ground}", GROUNDS[step.kind]
        actions.decline(self.acting(step.who), self.case, ground=ground, text=text, door=step.door)
