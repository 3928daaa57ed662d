"""The benchmark: an invented city of a given size, measured over HTTP against the server as it is really run.

`cluster` brings up a PostgreSQL of its own, `city` and `fill` enter places, posts and cases through the same actions
as anybody's, `load` sends requests and times them, `rungs` are bare programs measured beside, `report` says what came
of it.
Nothing is switched off for it but that a limit on attempts refuses nobody (it still counts).
"""
