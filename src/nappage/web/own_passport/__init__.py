"""My passport: the signed record that somebody takes along, and the emergency card."""
