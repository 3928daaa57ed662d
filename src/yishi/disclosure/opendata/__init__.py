"""Open data: what is public of matters, sessions, promises, decisions, figures, places and bodies, as files that
programs read. `tables` says what there is, and each column's meaning; `writing` makes the files of an edition."""
