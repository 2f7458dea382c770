"""Coded reasons for going on against what warns: one form for every screen that shows a warning."""
