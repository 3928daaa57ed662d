"""The holder's day: what lies on a desk, one case and what may be done with it, and a form for callers and visitors.

Nouns: a *tab* is one list of the desk (new, due, waiting …); a *doing* is the form of one action of `cases`.
The room keeps nothing of its own: every write is an action of `cases`, and `file_and_solve` is three of them in one.
"""
