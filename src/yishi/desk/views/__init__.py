"""Pages of the desk."""

from .acting import act
from .case import case
from .home import choose_post, home
from .writing import new, written

__all__ = ["act", "case", "choose_post", "home", "new", "written"]
