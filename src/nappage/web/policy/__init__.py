"""Policy: what the director signs, with the difference to what holds now."""
