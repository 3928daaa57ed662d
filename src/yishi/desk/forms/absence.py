"""Who sits at the post while somebody is away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.network.actions import LONGEST_ABSENCE, possible_substitutes
from yishi.network.models import Appointment
from yishi.people.models import Person
from yishi.record import clock

from .fields import NativeDate


def _posts_of(people: Any) -> dict[int, list[str]]:
    """What people hold themselves today, in one question."""
    held = Appointment.objects.on().filter(person__in=people, stands_in_for=None).order_by("id")
    found: dict[int, list[str]] = {}
    for each in held.select_related("post__organisation", "post__place"):
        found.setdefault(each.person_id, []).append(each.post.title_at_place)
    return found


class WhoElse(forms.ModelChoiceField):
    """Somebody of the same community, by name and by what they are there."""

    posts: dict[int, list[str]] = {}

    def label_from_instance(self, person: Person) -> str:  # type: ignore[override]
        posts = self.posts.get(person.pk)
        return f"{person.name or person.username} · {posts[0]}" if posts else person.name or person.username


class Absence(forms.Form):
    """From when to when, and who sits there meanwhile."""

    person = WhoElse(
        Person.objects.none(), label=_("Who stands in for you?"), empty_label=_("Please choose somebody")
    )
    from_on = forms.DateField(label=_("From"), widget=NativeDate())
    until_on = forms.DateField(label=_("Until, that day included"), widget=NativeDate())

    def __init__(self, *args: Any, actor: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        people = possible_substitutes(actor.post).exclude(pk=actor.pk).order_by("name", "id")
        field: Any = self.fields["person"]
        field.queryset, field.posts = people, _posts_of(people)
        today = clock.today()
        self.fields["from_on"].initial = today
        for name in ("from_on", "until_on"):
            self.fields[name].widget.attrs.update(
                min=today.isoformat(), max=(today + LONGEST_ABSENCE).isoformat()
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("from_on"), data.get("until_on")
        if first and first < clock.today():
            self.add_error("from_on", _("This day has passed. Please choose today or a later one."))
        if first and last and last < first:
            self.add_error("until_on", _("The last day lies before the first."))
        elif last and last > clock.today() + LONGEST_ABSENCE:
            self.add_error(
                "until_on", _("At most half a year; afterwards the post should be given to somebody else.")
            )
        return data
