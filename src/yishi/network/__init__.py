"""One net (一张网): places, organisations, posts and who holds them from when until when.

Nouns: a *place* is a node of the tree from province to household; an *organisation* serves a place; a *post* is a
role at an organisation over a place; an *appointment* puts a person on a post from a day until a day. What one may do
derives from posts alone (`powers`). An *actor* is whoever acts in a request: a person in one of their posts, a
resident, or the clock.
"""
