"""Screening: what was found, what is still open, and what a clinician does about it."""
