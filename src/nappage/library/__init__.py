"""Reads knowledge/ strictly and hands out one immutable edition."""
