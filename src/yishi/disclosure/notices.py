"""What units are told of the theme of the month."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import Kind, register

LEADS = Kind(
    "disclosure.leads_theme",
    _("You lead the theme of the month"),
    _(
        "%(place)s has set its theme of the month, and you lead it. Please say in a plan who does what, and by when."
    ),
)
STEP = Kind(
    "disclosure.theme_step",
    _("A step of the theme of the month is yours"),
    _("%(place)s: a step of the theme of the month was given to you, due by %(day)s."),
)

register(LEADS, STEP)
