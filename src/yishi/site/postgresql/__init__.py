"""Django's PostgreSQL, but for how a kept connection is tried before a request uses it."""
