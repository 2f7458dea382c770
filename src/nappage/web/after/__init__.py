"""After a session: the aftercare, leaving, the calls, what is reported and who sees to it, nodules, what went wrong."""
