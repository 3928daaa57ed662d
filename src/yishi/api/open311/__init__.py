"""Open311 GeoReport v2: what other cities' programs know how to ask, answered in JSON and XML.

Everybody's view alone: whatever key is shown, a list or a request tells what anybody may read on the pages, so nothing
kept from the public can leave by this door. What is handed in or told needs a key and goes through the actions of
`cases`, so the same rules, clocks and record stand behind it (docs/decisions/0015).
"""
