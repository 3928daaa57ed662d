"""Deliberation (议事): from a published calendar to promises that are kept.

Nouns: a *series* repeats by a rule; a *session* is one meeting at a place and a time; a *topic* is what somebody wants
talked about, and a *support* a household behind it; an *item* stands on a session's agenda; an *invitation* asks a post
to come, and its roll-call says whether it did; an *attendance* is somebody who checked in; a *sheet* is one device on
which *opinions* are written down; a *response* is what was said to an opinion; an *undertaking* is what was promised; a
*motion* is voted on by a *tally rule*; a *decision* of a council moves a case; the *minutes* are compiled, corrected,
sealed and posted.
"""
