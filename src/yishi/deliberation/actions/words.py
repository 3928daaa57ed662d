"""What was taken down, put right: people read it over, and somebody says that it was heard otherwise."""

from django.utils.translation import gettext_lazy as _

from yishi.cases.actions.intake import title_of
from yishi.cases.models import Wording
from yishi.insight.masking import find, mask
from yishi.insight.words import clean
from yishi.network.models import Place
from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..compiling import compiled, rows_of
from ..models import EarlierWords, Minutes, Opinion, State
from .attending import of_session
from .sheets import EMPTY, MOST_WORDS, show, touch

MOVED_ON = _("Somebody put this line right meanwhile. Please look at it again.")


@action(may=rules.may_put_right)
def put_right(
    actor, opinion: Opinion, *, words: str, said_by: str = "", building: Place | None = None, seen: str = ""
) -> Opinion:
    """The line stands as it was said; how it stood before is kept, for nobody to read, and the record has both by their
    digests. Where everybody could read it they read the right words at once, or once somebody has looked at what points
    to a person now; a draft that lies open is compiled anew. `seen` is the digest of the words whoever writes had
    before them. Raises Refused without words, where nothing would change, and where somebody else was quicker."""
    if seen and seen != opinion.digest:
        raise Refused(MOVED_ON, moved_on=True)
    said, session = clean(words), opinion.session
    if not said:
        raise Refused(EMPTY)
    if len(said) > MOST_WORDS:
        raise Refused(_("At most %(most)s characters a line, please.") % {"most": MOST_WORDS})
    who = "" if session.names_gone_at else clean(said_by)[:40]
    place = of_session(session, building) or session.place
    now_so = {"words": said, "said_by": who, "place": place}
    what = [name for name, value in now_so.items() if getattr(opinion, name) != value]
    if not what:
        raise Refused(_("Nothing would change: it stands like this already."))
    earlier = _kept(actor, opinion)
    _worded(opinion, said, who, place, anew="words" in what or bool(who and who in said))
    event = events.PutRight(what=".".join(sorted(what)), was=earlier.digest, words=opinion.digest)
    emit(event, about=opinion, by=actor)
    _draft_anew(opinion)
    touch(session.pk)
    return opinion


def _kept(actor, opinion: Opinion) -> EarlierWords:
    return EarlierWords.objects.create(
        opinion=opinion,
        words=opinion.words,
        said_by=opinion.said_by,
        place=opinion.place,
        digest=opinion.digest,
        post=actor.post,
        at=clock.now(),
    )


def _worded(opinion: Opinion, said: str, who: str, place: Place, *, anew: bool) -> None:
    """The row as it stands now. Words that changed are masked anew; where nothing in them points to a person and the
    old ones were shown, they are shown."""
    opinion.words, opinion.said_by, opinion.place = said, who, place
    if anew:
        opinion.draft_words, opinion.draft_title = mask(said, [who]), title_of(said, [who])
        _shown_or_not(opinion)
    opinion.save(
        update_fields=[
            "words",
            "said_by",
            "place",
            "draft_words",
            "draft_title",
            "wording",
            "title",
            "public_words",
        ]
    )


def _shown_or_not(opinion: Opinion) -> None:
    if not opinion.is_shown:
        return
    if opinion.draft_words == opinion.words and not find(opinion.words):
        show(opinion)
        return
    opinion.wording, opinion.title, opinion.public_words, opinion.live = Wording.PENDING, "", "", False


def _draft_anew(opinion: Opinion) -> None:
    """The draft that lies open has the right words, too."""
    if opinion.session.state != State.DRAFTED:
        return
    minutes = Minutes.objects.select_for_update().get(session=opinion.session_id)
    minutes.compiled = compiled(rows_of(opinion.session, minutes.remarks))
    minutes.save(update_fields=["compiled"])
