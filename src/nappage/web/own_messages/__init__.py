"""My messages: by which way the clinic writes to me, and what it wrote."""
