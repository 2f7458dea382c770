"""Patients: finding, registering and opening one."""
