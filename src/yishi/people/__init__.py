"""Accounts of people: signing in by password, phone and code or passkey, and limits on attempts.

Nouns: a *person* has an account; an *attempt* counter limits what may be tried how often, across all processes.
Reporting and following a case need no account.
"""
