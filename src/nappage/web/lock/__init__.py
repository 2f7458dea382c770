"""The lock of a shared tablet, and taking it over by PIN."""
