"""Forms of the calendar: one session, and what happens to it before it begins."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from yishi.insight.words import clean
from yishi.network.forms.bodies import Day, Form, Line
from yishi.network.models import Organisation, Place, Post, within
from yishi.network.powers import Role
from yishi.record import clock
from yishi.record.models import STEP

from .. import actions
from ..actions.calling import TOO_FAR
from ..models import Invitation, Kind, Session

NEVER_LEAD = (Role.HOTLINE, Role.OPERATOR)
ASKED = (Role.DEPARTMENT, Role.PROPERTY, Role.OWNERS, Role.COMMITTEE, Role.COUNCIL, Role.BRANCH, Role.STEWARD)
HOSTS = (
    Organisation.Kind.COMMITTEE,
    Organisation.Kind.COUNCIL,
    Organisation.Kind.BRANCH,
    Organisation.Kind.RESIDENTS,
    Organisation.Kind.OWNERS,
    Organisation.Kind.PROPERTY,
    Organisation.Kind.GROUP,
)
MOST_POSTS = 200


class Hour(forms.TimeField):
    """An hour of the day, with the picker of the browser."""

    def __init__(self, **kwargs: Any):
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **kwargs)


class Why(forms.CharField):
    """Why something is otherwise than planned; everybody reads it."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault(
            "help_text", _("Everybody reads it on the page of the session. Please name nobody.")
        )
        super().__init__(max_length=300, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> str:
        said = clean(super().clean(value))
        if self.required and len(said) < 2:
            raise forms.ValidationError(_("Please say in a few words why."))
        return said


class PostChoice(forms.ModelChoiceField):
    """A post, with its place."""

    def label_from_instance(self, post: Post) -> str:  # type: ignore[override]
        return post.title_at_place


class PostChoices(forms.ModelMultipleChoiceField):
    """Several posts."""

    def label_from_instance(self, post: Post) -> str:  # type: ignore[override]
        return post.title_at_place


class HostChoice(forms.ModelChoiceField):
    """A body, with its kind."""

    def label_from_instance(self, body: Organisation) -> str:  # type: ignore[override]
        return f"{body.name} · {body.get_kind_display()}"


def _around(path: str) -> Q:
    ways = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    return Q(place__path__in=ways) | within("place__path", path)


def hosts_of(place: Place) -> Any:
    """Bodies that may host sessions of a place: there, around it, within it."""
    rows = Organisation.objects.on().filter(_around(place.path), kind__in=HOSTS).select_related("place")
    return rows.order_by("-place__depth", "kind", "id")


def leaders_of(place: Place) -> Any:
    """Posts that may lead or write sessions of a place: somebody holds them, and they cover it or lie in it."""
    rows = Post.objects.on().held().filter(_around(place.path)).exclude(role__in=NEVER_LEAD)
    return rows.select_related("place", "organisation").order_by("-place__depth", "role", "id")


def asked_of(place: Place) -> Any:
    """Posts that may be asked to come."""
    rows = Post.objects.on().held().filter(_around(place.path), role__in=ASKED)
    return rows.select_related("place", "organisation").order_by("place__depth", "role", "id")


class When(Form):
    """A day, an hour, and how long."""

    day = Day(label=_("Day"))
    starts = Hour(label=_("Begins at"))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=10, max_value=14 * 60, initial=90)

    def clean(self) -> dict[str, Any]:
        """Its hour is to come, and soon: a year typed wrong would stand in the calendar as a session missed."""
        said = super().clean() or {}
        day, starts = said.get("day"), said.get("starts")
        if day and starts:
            begins = make_aware(datetime.combine(day, starts))
            if begins <= clock.now():
                self.add_error("day", _("This time has passed. Please choose one that is to come."))
            elif begins > clock.now() + TOO_FAR:
                self.add_error(
                    "day", _("The calendar does not reach that far. Please look at the year again.")
                )
        return said

    def arguments(self) -> dict[str, Any]:
        """With the moments it begins and ends instead."""
        said = dict(self.cleaned_data)
        begins = make_aware(datetime.combine(said.pop("day"), said.pop("starts")))
        return {"starts_at": begins, "ends_at": begins + timedelta(minutes=said.pop("minutes")), **said}


def when_of(session: Session) -> dict[str, Any]:
    """What the fields of `When` begin with for a session."""
    begins = localtime(session.starts_at)
    return {
        "day": begins.date(),
        "starts": begins.time(),
        "minutes": int((session.ends_at - session.starts_at).total_seconds() // 60),
    }


class Call(When):
    """A session comes into the calendar."""

    send = _("Put it into the calendar")
    done = _("It stands in the calendar. Announce it when time, place and chair are settled.")
    field_order = ["kind", "theme_zh", "theme_en", "day", "starts", "minutes"]

    kind = forms.ChoiceField(label=_("What kind of session?"), choices=Kind.choices)
    theme_zh = Line(label=_("Theme"), max_length=80, required=False)
    theme_en = Line(label=_("Theme, in English"), max_length=120, required=False)
    spot_zh = Line(label=_("Where does it meet?"), max_length=80)
    spot_en = Line(label=_("Where, in English"), max_length=120, required=False)
    host = HostChoice(Organisation.objects.none(), label=_("Who hosts it?"), empty_label=None)
    chair = PostChoice(
        Post.objects.none(), label=_("Who leads it?"), required=False, empty_label=_("to be named later")
    )
    clerk = PostChoice(
        Post.objects.none(),
        label=_("Who writes it down?"),
        required=False,
        empty_label=_("to be named later"),
    )
    entitled = forms.IntegerField(
        label=_("How many may vote"),
        help_text=_(
            "For a council its members, for representatives all of them: without this number nobody can say whether "
            "enough came. Empty: whoever is there."
        ),
        min_value=1,
        max_value=1_000_000,
        required=False,
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any):
        kwargs.setdefault("initial", {}).setdefault("starts", time(19))
        super().__init__(*args, **kwargs)
        _choices(self, place)


def _choices(form: Any, place: Place) -> None:
    form.fields["host"].queryset = hosts_of(place)
    for name in ("chair", "clerk"):
        form.fields[name].queryset = leaders_of(place)


MOST_BLANK = 40


class Do(Form):
    """What is done with one session: the form knows it."""

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.session = session


class Announce(Do):
    """It is announced."""

    label = _("Announce the session")
    lead = _(
        "Time, place and chair are binding from now on. Whoever is invited and whoever lives there is told."
    )
    send = _("Announce it")
    done = _("Announced. Whoever is concerned has been told.")

    late_reason = Why(label=_("Why is it announced so late?"))

    def __init__(self, *args: Any, late: bool = True, uncounted: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if uncounted:
            self.lead = _(
                "Nobody has said yet how many may vote here, and without that number nothing can be decided. Please "
                "say it on the page of people, at the latest before the first vote. Time, place and chair are binding "
                "from now on; whoever is invited and whoever lives there is told."
            )
        if not late:
            del self.fields["late_reason"]


class Change(Do):
    """Who leads and writes, who hosts, where, what about."""

    label = _("Change the session")
    lead = _("For another day or hour, move it instead.")
    done = _("Changed.")

    chair = Call.base_fields["chair"]
    clerk = Call.base_fields["clerk"]
    host = Call.base_fields["host"]
    spot_zh = Call.base_fields["spot_zh"]
    spot_en = Call.base_fields["spot_en"]
    theme_zh = Call.base_fields["theme_zh"]
    theme_en = Call.base_fields["theme_en"]

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        names = ("chair", "clerk", "host", "spot_zh", "spot_en", "theme_zh", "theme_en")
        kwargs["initial"] = {name: getattr(session, name) for name in names}
        super().__init__(*args, session=session, **kwargs)
        _choices(self, session.place)


class Move(When, Do):
    """Another day or hour."""

    label = _("Move the session")
    lead = _("Whoever was told of it is told the old and the new time.")
    send = _("Move it")
    done = _("Moved. Whoever knew of it has been told.")

    reason = Why(label=_("Why is it moved?"))
    late_reason = Why(label=_("Why at such short notice?"), required=False)

    def __init__(self, *args: Any, session: Session, notice_days: int = 0, **kwargs: Any):
        """`notice_days`: so many days before it whoever was told must know, where it is announced."""
        kwargs["initial"] = when_of(session)
        super().__init__(*args, session=session, **kwargs)
        self.notice_days = notice_days
        if notice_days:
            self.fields["late_reason"].help_text = ngettext_lazy(
                "Only where the new day is less than %(n)d day away: then this stands on the page as well.",
                "Only where the new day is less than %(n)d days away: then this stands on the page as well.",
                notice_days,
            ) % {"n": notice_days}
        else:
            del self.fields["late_reason"]

    def clean(self) -> dict[str, Any]:
        """Short notice has a reason."""
        said = super().clean()
        day = said.get("day")
        if day and (day - clock.today()).days < self.notice_days and not said.get("late_reason"):
            self.add_error(
                "late_reason",
                _(
                    "Sessions of this kind are announced %(days)s days before. Please say why this one is late."
                )
                % {"days": self.notice_days},
            )
        return said


class Skip(Do):
    """It does not take place."""

    label = _("It does not take place")
    lead = _("It stays in the calendar, struck out, with the reason. This cannot be taken back.")
    send = _("Strike it out")
    done = _("Struck out. Whoever knew of it has been told.")

    reason = Why(label=_("Why does it not take place?"))


class Explain(Do):
    """Why it was missed."""

    label = _("Why it did not take place")
    lead = _("That it was missed stays in the calendar; the reason stands beside it.")
    done = _("Kept. Everybody can read it.")

    reason = Why(label=_("Why did it not take place?"))


class Begin(Do):
    """It begins."""

    label = _("Begin the session")
    lead = _("From now on what is said is written down, and people check in.")
    send = _("Begin")
    done = _("The session is under way.")


class End(Do):
    """It is over."""

    label = _("End the session")
    lead = _(
        "Checking in and the question wall close. What is still on a telephone without signal comes in later."
    )
    send = _("End it")
    done = _("The session has ended. The minutes come next.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = actions.blank(self.session).select_related("post__organisation", "post__place")
        self.blank = list(rows[:MOST_BLANK])
        if self.blank:
            self.lead = _(
                "Checking in and the question wall close. What is still on a telephone without signal comes in later. "
                "The roll-call says nothing yet of those below: did they come? Whoever stays blank until the minutes "
                "are drafted counts as not noted, and everybody sees that."
            )
        for each in self.blank:
            self.fields[f"came{each.pk}"] = forms.ChoiceField(
                label=each.post.title_at_place,
                required=False,
                choices=[("", _("not noted")), *((came, came.label) for came in Invitation.NOTED)],
            )

    def arguments(self) -> dict[str, Any]:
        """What the roll-call says of those nobody had noted."""
        said = {each.pk: self.cleaned_data.get(f"came{each.pk}") for each in self.blank}
        return {"roll": {pk: came for pk, came in said.items() if came}}


class Invite(Do):
    """Departments and companies are asked to come."""

    label = _("Ask departments and companies to come")
    lead = _("They are told as soon as the session is announced, and reply on their desk.")
    send = _("Invite them")
    done = _("Invited.")

    posts = PostChoices(Post.objects.none(), label=_("Whom?"), widget=forms.CheckboxSelectMultiple)
    matter = Line(
        label=_("What for?"), help_text=_("They read it. Please name nobody."), max_length=80, required=False
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        super().__init__(*args, session=session, **kwargs)
        there = session.invitations.filter(withdrawn_at=None).values("post")
        rows = asked_of(session.place).exclude(pk__in=there)
        self.fields["posts"].queryset = rows.exclude(pk__in=[session.chair_id or 0, session.clerk_id or 0])  # type: ignore[attr-defined]


class Reply(Form):
    """What an invited post replies."""

    label = _("Reply to the invitation")
    send = _("Reply")
    done = _("Thank you. The host has been told.")

    reply = forms.ChoiceField(
        label=_("Do you come?"), choices=Invitation.Reply.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("A word to it"),
        help_text=_("Who comes instead, or why nobody can. The host reads it, nobody else."),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Uninvite(Form):
    """The invitation is taken back."""

    label = _("Take the invitation back")
    lead = _("They are told that they need not come.")
    send = _("Take it back")
    done = _("Taken back.")
