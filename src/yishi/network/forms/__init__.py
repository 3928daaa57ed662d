"""Shapes of what is entered about the net, by noun."""
