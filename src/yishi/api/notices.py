"""What people are told of programs that act or read for them."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import Kind, register

GONE = "HTTP 410"
"""What an address says that is not to be called any more."""

HOOK_PAUSED = Kind(
    "api.hook_paused",
    _("A program could not be told of news"),
    _(
        "A program of yours (webhook %(n)s) did not take what it was sent for days, or asked for nothing more. It is "
        "told of nothing until you let it go on; nothing is lost until then."
    ),
)

register(HOOK_PAUSED)
