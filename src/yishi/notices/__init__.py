"""Who is told what, by which channel, when.

Nouns: a *kind* is a message as worded once, with places for facts; a *message* tells one person, one post or one
contact one such thing and lies in an inbox; a *delivery* is the attempt to bring it to a telephone or a mailbox; a
*channel* carries it there. An upper room declares its kinds in its own `notices.py` and calls `actions.tell` within
its action: message and deliveries are committed with the fact they tell of, or not at all. The clock sends afterwards
(`jobs.deliver_waiting`), outside any transaction, until each is sent or given up; several for one address go out as one
(`joined`), nothing but the urgent at night (`quiet`), and each person as they wish (`routes`).
"""
