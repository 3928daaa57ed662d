"""The holder's day: what lies on a desk, one case and what may be done with it, and a form for callers and visitors.

Nouns: a *tab* is one list of the desk (new, due, waiting …); a *doing* is the form of one action of `cases`.
What becomes of a case is written by actions of `cases`; `file_and_solve` is three of them in one. Of its own the
room keeps only what helps hands: a *walk* and its *stops*, *filters* kept under a name, texts and checklists.
"""
