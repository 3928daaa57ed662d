"""Which posts somebody holds: asked with every page of whoever is signed in, so the question is put together once."""

from yishi.record.questions import GIVEN, Shelf, put

from .models import Post

_questions = Shelf()


def posts_of(person: int) -> list[Post]:
    """The posts the person with this key holds today, each with its organisation and place."""
    return _questions.get("held", _question).objects(person)


def _question():  # type: ignore[no-untyped-def]
    return put(lambda: Post.objects.held_by(GIVEN).select_related("organisation", "place"))
