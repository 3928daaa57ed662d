"""Tables of the net, by noun."""

from yishi.record.versions import Group

from .bodies import USUAL, Figure, Organisation, Seat, Serving, figure
from .brought import Brought
from .calendar import CalendarDay, CalendarYear
from .deeds import Commitment, Plaque, Visit, new_token
from .homes import Bond, Proof, Residence, ResidenceQuerySet, household, normal_door
from .places import FormerName, Grid, GridPart, Level, Named, Place, PlaceQuerySet, in_language, within
from .plans import Plan, Zone
from .posts import Appointment, AppointmentQuerySet, Post
from .roll import (
    DoorCode,
    Dwelling,
    Occupant,
    RollImport,
    RollPolicy,
    RollReveal,
    code_mark,
    identity_mark,
    in_order,
    phone_mark,
)
from .skills import Registration, SkillOffer, SkillRule, Task

__all__ = [
    "APPOINTMENTS",
    "NETWORK",
    "USUAL",
    "Appointment",
    "AppointmentQuerySet",
    "Bond",
    "Brought",
    "CalendarDay",
    "CalendarYear",
    "Commitment",
    "DoorCode",
    "Dwelling",
    "Figure",
    "FormerName",
    "Grid",
    "GridPart",
    "Level",
    "Named",
    "Occupant",
    "Organisation",
    "Place",
    "PlaceQuerySet",
    "Plan",
    "Plaque",
    "Post",
    "Proof",
    "Registration",
    "Residence",
    "ResidenceQuerySet",
    "RollImport",
    "RollPolicy",
    "RollReveal",
    "Seat",
    "Serving",
    "SkillOffer",
    "SkillRule",
    "Task",
    "Visit",
    "Zone",
    "code_mark",
    "figure",
    "household",
    "identity_mark",
    "in_language",
    "in_order",
    "new_token",
    "normal_door",
    "phone_mark",
    "within",
]

NETWORK = Group("network", ("network_place", "network_organisation", "network_post"))
"""What `known` keeps of the net. Who holds a post is not of it."""
APPOINTMENTS = Group("appointments", ("network_appointment",))
"""By these `known` keeps which posts somebody holds; not who."""
