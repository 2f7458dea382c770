"""Intake: what is asked of a person, what they take, what they react to, what is measured."""
