"""Lots: a first, simple register, and who got which."""
