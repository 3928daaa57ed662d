"""What sessions of the demo city have in common while they are held: residents speak one after another, and the post it
concerns answers on the spot."""

from yishi.deliberation import actions
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.models import Session
from yishi.network.actors import Actor

from . import content
from .told import City

Spoken = tuple[str, str, str, str]
"""From which building, what was said, the post that answered, and what it said."""


def speak(city: City, who: Actor, session: Session, said: tuple[Spoken, ...]) -> None:
    """Each line gets its number and its answer."""
    sheet = actions.open_sheet(who, session, key=f"held-{session.pk}")
    for number, (where, words, post, reply) in enumerate(said):
        line = Line(
            key=f"held-{session.pk}-{number}", words=words, building=city.places[content.code_of(where)]
        )
        opinion = actions.take_down(who, sheet, lines=[line])[0]
        if not opinion.is_shown:
            actions.moderate(who, opinion, show=True)
        actions.respond(who, opinion, kind="answered", post=city.posts[post], text=reply)
