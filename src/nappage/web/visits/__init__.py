"""Visits: booking, moving and marking them."""
