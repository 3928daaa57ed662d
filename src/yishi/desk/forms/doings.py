"""One form for every action of a case that a holder, a unit or a call-back clerk may do; each knows how it is called.

`DOINGS` gives the forms by the action's name. `arguments()` is what the action of that name takes.
"""

import copy
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from yishi.cases import rules
from yishi.cases.forms.fields import Label, YesNo
from yishi.cases.models import Answer, Case, Feedback, Photo
from yishi.network.models import Post
from yishi.record import clock

from .. import actions, checks
from ..grounds import BY_CODE, GROUNDS
from ..phrases import SOLVED
from .clocks import CLOCKS
from .doing import Desk, Doing, Sentence
from .fields import NativeDate, Photos, Words
from .helping import HELPING
from .judging import JUDGEMENT
from .originals import ORIGINALS
from .pressure import PRESSURE
from .publishing import PUBLISHING
from .voices import VOICES

LATEST_PROMISE = timedelta(days=365)


class Take(Doing):
    label = _("Take it")
    lead = _("The resident is told at once that you have taken it.")
    send = _("Take it")
    done = _("Taken. The resident has been told.")
    icon = "hand"


class Note(Doing):
    label = _("Write a note")
    lead = _("How it is going, what was found out, who was spoken to.")
    done = _("The note stands in the story.")
    icon = "pen"

    text = Words(label=_("What is new?"), rows=5)
    public = forms.BooleanField(
        label=_("Everybody may read this"),
        help_text=_(
            "Otherwise only those who handle the case see it. Names and numbers are hidden in public."
        ),
        required=False,
    )

    def prepare(self) -> None:
        if not self.actor.post or self.actor.post.pk != self.case.holder_id:
            del self.fields["public"]


class Call(Doing):
    OUTCOMES = [
        ("reached", _("Reached, we spoke")),
        ("not_reached", _("Nobody answered")),
        ("wrong_number", _("Wrong number")),
    ]
    label = _("Log a call")
    lead = _("Ring first, then note how it went. Only those who handle the case see this.")
    done = _("The call is on the books.")
    icon = "phone"
    beside = "desk/beside/call.html"

    outcome = forms.ChoiceField(label=_("How did the call go?"), choices=OUTCOMES, widget=forms.RadioSelect)
    text = Words(label=_("What was said"), required=False, rows=3)


class AddPhotos(Doing):
    label = _("Add photos")
    lead = _("Photos from the place stand in the public story. Please show no faces and no number plates.")
    done = _("The photos stand in the story.")
    icon = "camera"

    photos = Photos()
    stage = forms.ChoiceField(
        label=_("What do they show?"),
        choices=[
            (Photo.Stage.BEFORE, _("How it is before the work")),
            (Photo.Stage.AFTER, _("How it is after it")),
        ],
        initial=Photo.Stage.BEFORE,
        widget=forms.RadioSelect,
    )


class GivePromise(Doing):
    DAYS = [("1", _("By tomorrow")), ("3", _("Within 3 days")), ("7", _("Within a week"))]
    label = _("Promise a day")
    lead = _("Everybody can see the promise, and whether it is kept.")
    send = _("Give the promise")
    done = _("Promised. The resident has been told the day.")
    icon = "calendar"
    beside = "desk/beside/deadline.html"
    either = ("within", "due_on")

    text = Words(label=_("What will be done?"), rows=3, max_length=500)
    within = forms.ChoiceField(label=_("By when?"), choices=DAYS, widget=forms.RadioSelect, required=False)
    due_on = forms.DateField(label=_("Or on another day"), required=False, widget=NativeDate())

    def prepare(self) -> None:
        today = clock.today()
        self.fields["due_on"].widget.attrs.update(
            min=today.isoformat(), max=(today + LATEST_PROMISE).isoformat()
        )

    def clean(self) -> dict[str, Any]:
        data, today = super().clean() or {}, clock.today()
        if "due_on" in self.errors:
            return data
        if not data.get("due_on") and data.get("within"):
            data["due_on"] = today + timedelta(days=int(data["within"]))
        if not data.get("due_on"):
            self.add_error("within", _("Please choose a day."))
        elif data["due_on"] < today:
            self.add_error("due_on", _("This day has passed. Please choose today or a later one."))
        elif data["due_on"] > today + LATEST_PROMISE:
            self.add_error("due_on", _("This is more than a year away. Please choose an earlier day."))
        return data

    def arguments(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "due_on": self.cleaned_data["due_on"]}


class HandUp(Doing):
    label = _("Hand it up")
    lead = _("When it cannot be solved here. The reason is public, and the resident is told who has it now.")
    send = _("Hand it up")
    done = _("Handed up. The resident has been told who has it now.")
    icon = "stairs"
    leaves = True
    beside = "desk/beside/hand_up.html"

    reason = Words(label=_("Why can it not be solved here?"), rows=4)

    def receiver(self) -> Post | None:
        """Who would get it."""
        case = self.case
        found = case.holder_from(case.position + 1)
        return found[1] if found else None


class SendBack(Doing):
    label = _("Send it back")
    lead = _("When it is not yours to handle. The clock goes on running from when the resident spoke.")
    send = _("Send it back")
    done = _("Sent on. The reason stands in the story.")
    icon = "return"
    leaves = True
    beside = "desk/beside/send_back.html"

    reason = Words(label=_("Why is it not yours?"), rows=4)
    proposed = Desk(
        Post.objects.none(), label=_("Whose is it, in your view?"), empty_label=_("Please choose a desk")
    )

    def prepare(self) -> None:
        self.fields["proposed"].queryset = rules.desks_to_propose(_as_lying_with(self.actor, self.case))  # type: ignore[attr-defined]


def _as_lying_with(actor: Any, case: Case) -> Case:
    """The case as it lay when the form was sent: the same form sent twice must not fail on the second reading."""
    before = copy.copy(case)
    before.holder_id = actor.post.pk if actor.post else case.holder_id
    return before


class Rule(Doing):
    label = _("Rule whose it is")
    lead = _("The ruling binds: whoever gets it cannot send it back again. The reason is public.")
    send = _("Rule")
    done = _("Ruled. It lies where you said.")
    icon = "check"

    to = Desk(Post.objects.none(), label=_("Whose is it?"), empty_label=_("Please choose a desk"))
    reason = Words(label=_("Why?"), rows=4)

    def prepare(self) -> None:
        desks = rules.desks_to_propose(self.case)
        own = [self.case.holder_id] + ([self.actor.post.pk] if self.actor.post else [])
        kept = Post.objects.filter(pk__in=own).select_related("organisation", "place")
        field = self.fields["to"]
        field.queryset = Post.objects.filter(pk__in=[*desks.values_list("pk", flat=True), *own])  # type: ignore[attr-defined]
        choices = [(post.pk, _("We keep it: %(post)s") % {"post": post.title}) for post in kept]
        choices += [(post.pk, field.label_from_instance(post)) for post in desks if post.pk not in own]  # type: ignore[attr-defined]
        field.choices = [("", _("Please choose a desk")), *choices]  # type: ignore[attr-defined]


class AskPart(Doing):
    label = _("Call in a unit")
    lead = _("A department or the property company does a part; you stay answerable to the resident.")
    send = _("Call it in")
    done = _("The unit has been told.")
    icon = "org"

    asked = Desk(Post.objects.none(), label=_("Which unit?"), empty_label=_("Please choose a unit"))
    text = Words(
        label=_("What should they do?"),
        help_text=_("Please leave out the resident's name and number: the unit does not see them."),
        rows=4,
    )
    lead_them = forms.BooleanField(
        label=_("They lead"), help_text=_("The main part is theirs; other units help."), required=False
    )

    def prepare(self) -> None:
        units = rules.units_to_call(self.case)
        self.fields["asked"].queryset = units  # type: ignore[attr-defined]
        if hint := self.case.category.role_hint.split(":")[0]:
            self.fields["asked"].initial = next((unit for unit in units if unit.role == hint), None)

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"asked": data["asked"], "text": data["text"], "lead": data["lead_them"]}


class AnswerPart(Doing):
    label = _("Reply with your part")
    lead = _("What your unit did or will do. The desk that called you in is told, and the reply is public.")
    send = _("Send the reply")
    done = _("Your reply has been sent to the desk.")
    icon = "send"
    beside = "desk/beside/part.html"

    text = Words(label=_("Your reply"), rows=5)

    def prepare(self) -> None:
        parts = self.case.parts.select_related("post__organisation", "post__place")
        self.asked = parts.filter(asked=self.actor.post, replied_at=None).first()


class AnswerDoing(Doing):
    """What all four kinds of answer share."""

    kind: ClassVar[str]
    hint: ClassVar[Sentence]
    send = _("Answer and ask the resident")
    done = _("Answered. The resident is now asked whether it is solved.")
    leaves = True
    beside = "desk/beside/deadline.html"

    def arguments(self) -> dict[str, Any]:
        return {"kind": self.kind, **self.cleaned_data}


class Solved(AnswerDoing):
    kind = Answer.Kind.SOLVED
    label = _("Solved")
    lead = _("A photo, a sentence, done. Whether it is really solved the resident says.")
    hint = _("It is done.")
    icon = "check-circle"
    instead = staticmethod(actions.answer_checked)

    photos = Photos(label=_("Photos of how it is now"), required=False)
    phrase = forms.ChoiceField(
        label=_("What was done?"),
        choices=[*SOLVED.items(), ("own", _("In my own words"))],
        initial="spot",
        widget=forms.RadioSelect,
    )
    text = Words(label=_("In your own words"), required=False, rows=3)
    before = Photos(label=_("Photos of how it was"), required=False)

    def prepare(self) -> None:
        self.still_open = checks.open_points(self.case)
        if self.still_open:
            self.fields["despite_open"] = forms.BooleanField(
                label=_("Answer all the same"), help_text=self._open_said(), required=False
            )

    def _open_said(self) -> str:
        n = len(self.still_open)
        said = ngettext("%(n)s point is open: %(points)s", "%(n)s points are open: %(points)s", n)
        return said % {"n": n, "points": "；".join(point.text for point in self.still_open)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.still_open and not data.get("despite_open"):
            self.add_error(
                "despite_open", _("Points of the checklist are still open. Please look at them once more.")
            )
        if not data.get("text") and data.get("phrase") == "own" and "text" not in self.errors:
            self.add_error("text", _("Please say in a sentence what was done."))
        return data

    def arguments(self) -> dict[str, Any]:
        data = {"kind": self.kind, **self.cleaned_data}
        phrase = data.pop("phrase")
        data["text"] = data["text"] or _in_language_of(self.case, SOLVED[phrase])
        return data


def _in_language_of(case: Case, sentence: Sentence) -> str:
    with translation.override(case.language):
        return str(sentence)


class Partly(AnswerDoing):
    kind = Answer.Kind.PARTLY
    label = _("Partly solved")
    lead = _("Say what is done, what remains, and by when.")
    hint = _("Some of it is done, the rest has a day.")
    icon = "work"

    text = Words(label=_("What has been done"), rows=3)
    remaining = Words(label=_("What remains"), rows=3)
    remaining_on = forms.DateField(label=_("By when the rest will be done"), widget=NativeDate())
    photos = Photos(label=_("Photos of how it is now"), required=False)
    before = Photos(label=_("Photos of how it was"), required=False)

    def prepare(self) -> None:
        self.fields["remaining_on"].widget.attrs["min"] = clock.today().isoformat()

    def clean_remaining_on(self) -> Any:
        """No day that has passed, none beyond reach."""
        day, today = self.cleaned_data["remaining_on"], clock.today()
        if day < today:
            raise forms.ValidationError(_("This day has passed. Please choose today or a later one."))
        if day > today + LATEST_PROMISE:
            raise forms.ValidationError(_("This is more than a year away. Please choose an earlier day."))
        return day


class Explained(AnswerDoing):
    kind = Answer.Kind.EXPLAINED
    label = _("Explained")
    lead = _("A question was answered, or why something is as it is.")
    hint = _("A question, and here is the answer.")
    icon = "info"

    text = Words(label=_("The explanation"), rows=5)
    basis = Words(
        label=_("On what it rests"),
        help_text=_("A rule, a decision, a plan: name it so that it can be looked up."),
        rows=2,
        max_length=500,
    )
    photos = Photos(required=False)


class Impossible(AnswerDoing):
    kind = Answer.Kind.IMPOSSIBLE
    label = _("Not possible")
    lead = _("It cannot be done. Say why, and what can be done instead.")
    hint = _("It cannot be done; here is why, and what can be done instead.")
    icon = "cross-circle"

    text = Words(label=_("What we found"), rows=4)
    basis = Words(
        label=_("Why it is not possible"),
        help_text=_("A rule, a decision, a plan: name it so that it can be looked up."),
        rows=2,
        max_length=500,
    )
    alternative = Words(label=_("What can be done instead"), rows=3, max_length=500)
    photos = Photos(required=False)


class Decline(Doing):
    label = _("Decline it")
    lead = _("Only on one of these grounds, and never without saying which door to knock at instead.")
    send = _("Decline it")
    done = _("Declined. The resident has been told why and where to go.")
    icon = "door"
    leaves = True
    serious = True

    ground = forms.ChoiceField(label=_("On what ground?"), widget=forms.RadioSelect)
    text = Words(
        label=_("What the resident is told"),
        help_text=_("Leave it empty to say the usual sentence shown with the ground."),
        required=False,
        rows=4,
    )
    door = Words(
        label=_("The right door to knock at"),
        help_text=_("Leave it empty for the one named with the ground."),
        required=False,
        rows=2,
        max_length=300,
    )

    def prepare(self) -> None:
        self.fields["ground"].choices = [(g.code, Label(g.label, f"{g.text} → {g.door}")) for g in GROUNDS]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        ground = BY_CODE[data["ground"]]
        return {
            "ground": ground.code,
            "text": data["text"] or _in_language_of(self.case, ground.text),
            "door": data["door"] or _in_language_of(self.case, ground.door),
        }


class CallBack(Doing):
    """What both outcomes of asking the resident on the telephone share."""

    beside = "desk/beside/call.html"

    contacted = YesNo(
        _("Yes, somebody did"), _("No, nobody did"), label=_("Did somebody get in touch with them about it?")
    )

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "channel": "phone"}


class Confirm(CallBack):
    label = _("The resident says: it is solved")
    lead = _("As the resident said on the telephone. With this the case is closed.")
    send = _("Write it down and close the case")
    done = _("Closed by the resident's word.")
    icon = "smile"

    satisfaction = forms.ChoiceField(
        label=_("How satisfied are they?"), choices=Feedback.Satisfaction.choices, widget=forms.RadioSelect
    )
    text = Words(label=_("What else they said"), required=False, rows=3)


class Contest(CallBack):
    label = _("The resident says: it is not solved")
    lead = _(
        "As the resident said on the telephone. The case goes to the next rung at once, with a new clock."
    )
    send = _("Write it down and pass it on")
    done = _("It goes on: the next rung has it now.")
    icon = "frown"

    text = Words(label=_("What is not solved, in their words"), rows=4)


DOINGS: dict[str, type[Doing]] = {
    "take": Take,
    "note": Note,
    "call": Call,
    "add_photos": AddPhotos,
    "promise": GivePromise,
    "hand_up": HandUp,
    "send_back": SendBack,
    "rule": Rule,
    "ask_part": AskPart,
    "answer_part": AnswerPart,
    "answer": Solved,
    "decline": Decline,
    "confirm": Confirm,
    "contest": Contest,
    **CLOCKS,
    **PRESSURE,
    **PUBLISHING,
    **JUDGEMENT,
    **VOICES,
    **ORIGINALS,
    **HELPING,
}
"""The forms by the action's name. `answer` has one for each kind, see `ANSWERS`; the resident and the clock have theirs
elsewhere."""

ANSWERS: dict[str, type[AnswerDoing]] = {form.kind: form for form in (Solved, Partly, Explained, Impossible)}

OTHER_ANSWER = pgettext_lazy("button", "Another answer")
