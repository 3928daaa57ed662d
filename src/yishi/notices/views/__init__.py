"""The inbox, the operator's outbox, and how people wish to be told."""
