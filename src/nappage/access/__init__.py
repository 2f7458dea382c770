"""Who may do what: roles and permissions as facts, checked without a framework."""
