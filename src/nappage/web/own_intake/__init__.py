"""Intake at home: what is asked before a visit, what somebody takes and reacts to, sent signed with their own name."""
