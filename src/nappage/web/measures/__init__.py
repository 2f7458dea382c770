"""Measures: the tape on any day, scales, what they show since session 1, and the same on paper."""
