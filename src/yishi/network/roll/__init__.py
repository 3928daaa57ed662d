"""Reading a roll of dwellings from a spreadsheet, and comparing it with the one that is kept. Nothing here writes to
the tables of the roll: that is `actions.import_roll`."""
