"""Emergencies: the steps at hand without log-in and without network, and those of one patient on the record."""
