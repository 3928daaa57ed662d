"""On what grounds a matter may be declined, each with the usual words and the right door to knock at instead.

The grounds are those the hotline regulations of Beijing, Jinan and Weifang share: another channel laid down by law,
handled before on the same facts, secrets and privacy, outside the duties, against law and good morals.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Ground:
    """One ground: its code in the record, what it is called, what is usually said, and where to go instead."""

    code: str
    label: str | Promise
    text: str | Promise
    door: str | Promise


GROUNDS = (
    Ground(
        "court",
        _("A court, arbitration or review has it"),
        _(
            "The matter is before a court, in arbitration or under review. While that goes on we may not decide it."
        ),
        _("The court or body that has it. Free legal advice: ring 12348."),
    ),
    Ground(
        "petition",
        _("It goes its way as a petition"),
        _("The matter is being dealt with as a petition, and one matter has one way."),
        _("The petitions office of the street or the district."),
    ),
    Ground(
        "disclosure",
        _("It asks for government records"),
        _("To ask for government records there is a way of its own, with its own time limits."),
        _("The office for open government of the body that keeps the records."),
    ),
    Ground(
        "discipline",
        _("It reports misconduct of officials"),
        _("Reports of misconduct in office go to the discipline inspection and supervision bodies."),
        _("Ring 12388, the line of the discipline inspection and supervision bodies."),
    ),
    Ground(
        "same",
        _("The same matter was dealt with before"),
        _("The same matter with the same facts was dealt with before, and the result stands."),
        _(
            "The page of the earlier matter shows what was done. Is something new? Then please say it as a new matter."
        ),
    ),
    Ground(
        "private",
        _("It touches secrets or somebody's privacy"),
        _(
            "It touches what the law keeps secret or somebody's private life, so it cannot be dealt with in the open."
        ),
        _("The police station, or the community office, in person."),
    ),
    Ground(
        "outside",
        _("It is outside our duties"),
        _("This is a matter between citizens or businesses; the community has no power to decide it."),
        _("The people's mediation committee of the community, or the public service line 12345."),
    ),
    Ground(
        "unlawful",
        _("It asks for what the law forbids"),
        _("What is asked for is against the law or against good morals. We are glad to explain why."),
        _("The community office explains it in person. Free legal advice: ring 12348."),
    ),
)

BY_CODE = {ground.code: ground for ground in GROUNDS}
