"""What happens in the net, by noun."""

from .bodies import OrganisationFounded
from .calendar import CalendarSet
from .homes import HomeClaimed, HomeLeft, HomeVouchedFor
from .places import PlaceAdded
from .posts import Appointed, PostCreated, Relieved, SubstituteNamed

__all__ = [
    "Appointed",
    "CalendarSet",
    "HomeClaimed",
    "HomeLeft",
    "HomeVouchedFor",
    "OrganisationFounded",
    "PlaceAdded",
    "PostCreated",
    "Relieved",
    "SubstituteNamed",
]
