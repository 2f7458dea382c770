"""Recall: who is asked back in these weeks, by purpose and response."""
