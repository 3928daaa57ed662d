"""Doors for machines: Open311 GeoReport v2 and the REST interface under /api/v1/, over the same actions and rules as
the pages.

Nouns: a *key* somebody holds, with scopes and an end; a *hook* (webhook) that is told what became of matters; a
*partner*, an outer system that hands matters over and gets them back. What is read and done goes through `visible_to`
and the actions of the rooms below; the room itself keeps keys, hooks, partners and which of their messages were taken
already.
"""
