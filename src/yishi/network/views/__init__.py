"""Pages of the net, by noun."""
