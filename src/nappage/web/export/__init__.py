"""A patient's own copy of the record, and the pack for a complaint: each one archive."""
