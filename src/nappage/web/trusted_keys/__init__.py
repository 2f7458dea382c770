"""Keys: the clinic's own, and those of other clinics that its director trusts."""
