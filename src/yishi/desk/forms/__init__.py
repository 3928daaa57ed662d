"""Shapes of what is given at the desk: the form for a caller, and one form for every action of a case."""
