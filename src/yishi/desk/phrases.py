"""Sentences that are often said, ready to be tapped. What is kept is the sentence, in the language of the reporter."""

from django.utils.translation import gettext_lazy as _

SOLVED = {
    "spot": _("We went there and put it right on the spot."),
    "cleared": _("It has been cleared away; the passage is free again."),
    "repaired": _("It has been repaired and works again."),
    "agreed": _("We talked it over with everyone concerned and they agree."),
}
