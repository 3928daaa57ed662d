"""In the open (公开): what anybody may see, print, subscribe to and download of what the other rooms recorded.

Nouns: the *home* of a place, its *figures* over a period, a *briefing* (简报) of a place and period, the *board bundle*
a month is printed as, an *edition* of open data. It keeps no facts of matters or sessions of its own: it reads the
rooms below and the record, and writes down only what was published when (a briefing, a posting, an edition).
"""
