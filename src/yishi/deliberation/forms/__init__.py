"""Shapes of inputs of deliberation, by noun."""
