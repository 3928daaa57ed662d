"""Addresses under /net/: what is kept and shown of the net, by noun."""

from . import urls_bodies, urls_bringing, urls_helpers, urls_places, urls_plaques, urls_roll

app_name = "net"
urlpatterns = [
    *urls_bodies.patterns,
    *urls_places.patterns,
    *urls_roll.patterns,
    *urls_plaques.patterns,
    *urls_helpers.patterns,
    *urls_bringing.patterns,
]
