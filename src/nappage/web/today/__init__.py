"""Today: the day's board."""
