"""The agenda: day, week and month by person, room and device."""
