"""Preparation: what was asked before the visit, and what was said at check-in."""
