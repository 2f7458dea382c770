"""My course: what comes next, and how it is going, for the person themselves."""
