"""Pages of what is in the open."""
