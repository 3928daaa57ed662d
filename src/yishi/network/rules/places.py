"""Who keeps places: adds, names, codes, closes, moves and splits them, makes grids of them, and hangs plans."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no
from yishi.record.models import STEP

from ..powers import Power


def may_keep_places(actor: Any, path: str) -> Verdict:
    """Whether somebody keeps the place with this path and all within it."""
    if actor.ref == "clock" or actor.can(Power.SET_UP, path):
        return YES
    return no(_("Places and posts are kept by the community committee and the operator."))


def _may_keep(actor: Any, place: Any) -> Verdict:
    return may_keep_places(actor, place.path)


def _may_keep_open(actor: Any, place: Any) -> Verdict:
    verdict = may_keep_places(actor, place.path)
    if verdict and place.closed_on:
        return no(_("This place is closed."), moved_on=True)
    return verdict


def may_rename_place(actor: Any, place: Any) -> Verdict:
    return _may_keep_open(actor, place)


def may_recode_place(actor: Any, place: Any) -> Verdict:
    return _may_keep_open(actor, place)


def may_close_place(actor: Any, place: Any) -> Verdict:
    return _may_keep_open(actor, place)


def may_move_place(actor: Any, place: Any) -> Verdict:
    """Over the place itself; `move_place` asks the same of where it goes."""
    return _may_keep_open(actor, place)


def may_split_community(actor: Any, community: Any) -> Verdict:
    """A new community stands beside the old one, so whoever keeps what both lie in."""
    if community.closed_on:
        return no(_("This place is closed."), moved_on=True)
    if may_keep_places(actor, community.path[:-STEP]):
        return YES
    return no(_("A community is split by whoever keeps the places of its street."))


def may_make_grid(actor: Any, community: Any) -> Verdict:
    return _may_keep_open(actor, community)


def _may_keep_grid(actor: Any, grid: Any) -> Verdict:
    verdict = _may_keep(actor, grid.community)
    if verdict and grid.closed_on:
        return no(_("This grid has been ended."), moved_on=True)
    return verdict


def may_set_grid(actor: Any, grid: Any) -> Verdict:
    return _may_keep_grid(actor, grid)


def may_end_grid(actor: Any, grid: Any) -> Verdict:
    return _may_keep_grid(actor, grid)


def may_hang_plan(actor: Any, place: Any) -> Verdict:
    return _may_keep_open(actor, place)


def _may_keep_plan(actor: Any, plan: Any) -> Verdict:
    verdict = _may_keep(actor, plan.place)
    if verdict and plan.taken_down_at:
        return no(_("This plan has been taken down."), moved_on=True)
    return verdict


def may_draw_zone(actor: Any, plan: Any) -> Verdict:
    return _may_keep_plan(actor, plan)


def may_erase_zone(actor: Any, plan: Any) -> Verdict:
    return _may_keep_plan(actor, plan)


def may_take_down_plan(actor: Any, plan: Any) -> Verdict:
    return _may_keep_plan(actor, plan)
