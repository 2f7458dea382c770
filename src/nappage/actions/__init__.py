"""The only writers: each act is atomic, asks access, appends, and leaves an event in the audit trail."""
