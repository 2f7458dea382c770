"""The audit trail, as an auditor reads it."""
