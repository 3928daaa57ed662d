"""Forms of posts: making one, how it is reached, its end; appointing somebody known or somebody new, and relieving."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.people import names, phones
from yishi.people.models import Person
from yishi.record import clock

from ..models import Appointment, Organisation, Post
from ..powers import Role
from .bodies import Day, Form, Line, PlaceField

_KINDS = Organisation.Kind
ROLES_AT: dict[str, tuple[str, ...]] = {
    _KINDS.COMMITTEE: (Role.COMMITTEE, Role.HOTLINE),
    _KINDS.COUNCIL: (Role.COUNCIL,),
    _KINDS.BRANCH: (Role.BRANCH, Role.ON_DUTY, Role.STEWARD),
    _KINDS.STEWARDS: (Role.STEWARD,),
    _KINDS.PROPERTY: (Role.PROPERTY,),
    _KINDS.DEPARTMENT: (Role.DEPARTMENT,),
    _KINDS.HOTLINE: (Role.HOTLINE,),
    _KINDS.RESIDENTS: (Role.COMMITTEE,),
    _KINDS.OWNERS: (Role.OWNERS,),
    _KINDS.GROUP: (Role.GROUP,),
    _KINDS.MEMBER_HOME: (Role.MEMBER_HOME,),
    _KINDS.TEAM: (Role.TEAM, Role.ON_DUTY),
    _KINDS.UNIT: (Role.ON_DUTY,),
}
"""Which roles a body of a kind has posts for."""
MOST_SEATS = 99


class _Reached(Form):
    """How a post is reached, and how many hold it."""

    phone = Line(
        label=_("Telephone residents ring"), help_text=_("It is public."), max_length=20, required=False
    )
    duty_hours = Line(
        label=_("Duty hours"), help_text=_("Such as Mon–Fri 8:30–17:30."), max_length=80, required=False
    )
    seats = forms.IntegerField(
        label=_("How many may hold it at once"),
        help_text=_("Empty: as many as there are."),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
    )

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and not all(c in "0123456789+() -#*转" for c in phone):
            raise forms.ValidationError(_("This is no telephone number."))
        return phone


class CreatePost(_Reached):
    """A new post at a body."""

    label = _("Make a post")
    lead = _("It is vacant, and shown as vacant, until somebody is appointed.")
    send = _("Make the post")
    role = forms.ChoiceField(label=_("What is the post there for?"))
    place = PlaceField(label=_("Over which place?"), help_text=_("Its powers hold there and within."))

    field_order = ("role", "place", "phone", "duty_hours", "seats")

    def __init__(self, *args: Any, actor: Any, body: Organisation, **kwargs: Any):
        here = body.place if body.place.path.startswith(actor.post.place.path) else actor.post.place
        kwargs["initial"] = {"place": here.label_zh, "seats": 1}
        super().__init__(*args, **kwargs)
        roles = ROLES_AT.get(body.kind, ())
        self.fields["role"].choices = [(role, Role(role).label) for role in roles]  # type: ignore[attr-defined]
        self.fields["place"].within(actor.post.place.path)  # type: ignore[attr-defined]


class ChangePost(_Reached):
    """Telephone, duty hours, seats."""

    label = _("Telephone, hours and seats")

    def __init__(self, *args: Any, actor: Any, post: Post, **kwargs: Any):
        kwargs["initial"] = {"phone": post.phone, "duty_hours": post.duty_hours, "seats": post.seats}
        super().__init__(*args, **kwargs)


class ClosePost(Form):
    """No such post any more."""

    label = _("Close the post")
    lead = _("Whoever holds it does so until the day before. What was done there stays.")
    send = _("Close it")
    on = Day(label=_("No more from"))

    def __init__(self, *args: Any, actor: Any, post: Post, **kwargs: Any):
        kwargs["initial"] = {"on": clock.today()}
        super().__init__(*args, **kwargs)


YES_NO = [("", _("not known")), ("yes", _("full time")), ("no", _("beside other work"))]


class _Term(Form):
    """From when until when, and of a secretary where they come from."""

    from_on = Day(label=_("From"))
    until_on = Day(label=_("Until, that day included"), help_text=_("Empty: without an end."), required=False)
    source = forms.ChoiceField(
        label=_("Where do they come from?"),
        choices=[("", _("not known")), *Appointment.Source.choices],
        required=False,
    )
    full_time = forms.ChoiceField(label=_("Full time?"), choices=YES_NO, required=False)

    def __init__(self, *args: Any, actor: Any, post: Post, **kwargs: Any):
        kwargs["initial"] = {"from_on": clock.today(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if post.role != Role.BRANCH:
            del self.fields["source"], self.fields["full_time"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.check_order("from_on", "until_on")
        return data

    def arguments(self) -> dict[str, Any]:
        said = {name: self.cleaned_data.get(name) for name in ("from_on", "until_on")}
        known = {"yes": True, "no": False}.get(self.cleaned_data.get("full_time", ""))
        return {**said, "source": self.cleaned_data.get("source", ""), "full_time": known}


class Appoint(_Term):
    """Somebody with an account takes the post."""

    label = _("Appoint somebody")
    lead = _("Found by the name they sign in with, or by their confirmed mobile number.")
    send = _("Go on")
    who = Line(label=_("Sign-in name or mobile number"), max_length=150)
    sure = forms.CharField(required=False, widget=forms.HiddenInput())

    field_order = ("who", "from_on", "until_on", "source", "full_time", "sure")
    person: Person | None = None

    def clean_who(self) -> str:
        said = self.cleaned_data["who"]
        if phones.is_mobile(said):
            self.person = Person.objects.with_phone(phones.mobile(said))
        else:
            self.person = Person.objects.filter(username__iexact=names.one_spelling(said)).first()
            if self.person and not self.person.appointments.exists():
                # anybody may have opened an account by a name; it takes more than that to be given a post
                raise forms.ValidationError(
                    _(
                        "Somebody without a post signs in by this name. Please give their confirmed mobile number."
                    )
                )
        if self.person is None or not self.person.is_active:
            raise forms.ValidationError(_("Nobody is found by this. You can open an account for them below."))
        return said

    @property
    def is_sure(self) -> bool:
        """Whether the page has shown whom it found."""
        return bool(self.person) and self.cleaned_data.get("sure") == str(self.person.pk)  # type: ignore[union-attr]

    def arguments(self) -> dict[str, Any]:
        return {"person": self.person, **super().arguments()}


class Newcomer(_Term):
    """Somebody without an account gets one, and the post."""

    label = _("Open an account and appoint")
    lead = _("They get a password for the first time, which is shown to you once: print it and hand it over.")
    send = _("Open the account and appoint")
    name = Line(label=_("Their name"), max_length=80)
    username = Line(label=_("The name they will sign in with"), max_length=30)

    field_order = ("name", "username", "from_on", "until_on", "source", "full_time")

    def clean_username(self) -> str:
        said = names.one_spelling(self.cleaned_data["username"])
        for check in names.ALLOWED:
            check(said)  # type: ignore[operator]
        if Person.objects.filter(username__iexact=said).exists():
            raise forms.ValidationError(
                _("Somebody signs in by this name already. Please choose another one.")
            )
        return said

    def arguments(self) -> dict[str, Any]:
        who = {name: self.cleaned_data[name] for name in ("name", "username")}
        return {**who, **super().arguments()}
