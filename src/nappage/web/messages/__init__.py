"""Messages: by which way somebody is written to, what was sent, and what did not arrive and is told instead."""
