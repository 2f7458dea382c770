"""Quantities, answers, spans and citations: the words everything else is written in; imports nothing of ours."""
