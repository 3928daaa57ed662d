"""Writes to plaques."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from yishi.record import Refused, action, bulk, clock, emit

from .. import events, plaques, rules
from ..models import Place, Plaque, Post, new_token

MOST_PLAQUES = 5000
"""Plaques printed at once."""


@action(may=rules.may_print_plaques, lock=False)
def print_plaques(actor, place: Place, *, posts: Iterable[Post], size: str) -> list[Plaque]:
    """Each of these posts of the place has a plaque of this size that says what is so now. One that hangs already keeps
    its code, so that the old plaque leads to the same page until it is changed."""
    wanted = [post for post in posts if post.place.path.startswith(place.path)]
    if not wanted:
        raise Refused(_("There is no post to print a plaque for."))
    if len(wanted) > MOST_PLAQUES:
        raise Refused(_("These are more than 5,000 plaques. Please choose a smaller place."))
    now, says = clock.now(), plaques.said_of(wanted)
    hanging = {each.post_id: each for each in Plaque.objects.hanging().filter(post__in=wanted, size=size)}
    new, again = [], []
    for post in wanted:
        if plaque := hanging.get(post.pk):
            plaque.shown, plaque.printed_at = says[post.pk].digest, now
            again.append(plaque)
        else:
            said = says[post.pk].digest
            new.append(Plaque(post=post, size=size, token=new_token(), shown=said, printed_at=now))
    Plaque.objects.bulk_update(again, ["shown", "printed_at"], batch_size=200)
    bulk.insert(new)
    emit(events.PlaquesPrinted(size=size, plaques=len(wanted)), about=place, by=actor)
    return [*again, *new]


@action(may=rules.may_take_down)
def take_down(actor, plaque: Plaque) -> Plaque:
    """The plaque hangs no more; whoever still scans it is told so."""
    plaque.taken_down_at = clock.now()
    plaque.save(update_fields=["taken_down_at"])
    emit(events.PlaqueTakenDown(), about=plaque, by=actor)
    return plaque
