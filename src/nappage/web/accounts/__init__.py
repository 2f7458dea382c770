"""Accounts: logging in, a second factor, one's PIN, and choosing the clinic."""
