"""Backups: everything of an installation in one encrypted file, and back from it on an empty machine.

The file is in the age format around a packed tar: what it holds (`manifest.json`), the secrets, the tables as lines of
JSON in portions, the pictures, and last `complete.json` with the counts, so that a file cut short is never taken for
whole. Tables are written as plain values, not as one database's own dump: a backup of SQLite goes into PostgreSQL,
which is how a community moves when it grows. Nothing lies on the disk unencrypted while it is made.
"""
