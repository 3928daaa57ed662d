"""Shapes of inputs of the closed loop."""
