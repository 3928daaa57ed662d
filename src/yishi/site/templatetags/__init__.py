"""Template tags and filters of the base templates."""
