"""Passports at the clinic: issuing one, and taking one of another clinic in."""
