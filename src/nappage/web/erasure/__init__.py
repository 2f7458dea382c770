"""Erasing a person: what would become of what, the act, and its certificate."""
