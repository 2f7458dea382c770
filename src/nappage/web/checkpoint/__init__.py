"""Checkpoint: the agreed criterion against the record, the next interval, what holds the course, the next course."""
