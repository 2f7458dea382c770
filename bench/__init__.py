"""Measurements beside peers: one run, one machine, one table."""
