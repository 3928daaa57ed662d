"""Tables of the net, by noun."""

from yishi.record.versions import Group

from .bodies import Organisation, Seat, Serving
from .calendar import CalendarDay, CalendarYear
from .deeds import Commitment, Plaque, Visit
from .homes import Bond, Proof, Residence, ResidenceQuerySet, household, normal_door
from .places import Grid, GridPart, Level, Named, Place, PlaceQuerySet, in_language, within
from .posts import Appointment, Post
from .roll import Dwelling, Occupant
from .skills import Registration, SkillOffer, Task

__all__ = [
    "APPOINTMENTS",
    "NETWORK",
    "Appointment",
    "Bond",
    "CalendarDay",
    "CalendarYear",
    "Commitment",
    "Dwelling",
    "Grid",
    "GridPart",
    "Level",
    "Named",
    "Occupant",
    "Organisation",
    "Place",
    "PlaceQuerySet",
    "Plaque",
    "Post",
    "Proof",
    "Registration",
    "Residence",
    "ResidenceQuerySet",
    "Seat",
    "Serving",
    "SkillOffer",
    "Task",
    "Visit",
    "household",
    "in_language",
    "normal_door",
    "within",
]

NETWORK = Group("network", ("network_place", "network_organisation", "network_post"))
"""What `known` keeps of the net. Who holds a post is not of it."""
APPOINTMENTS = Group("appointments", ("network_appointment",))
"""By these `known` keeps which posts somebody holds; not who."""
