"""What happened, kept: Django models, one per file. Only `actions` writes them."""
