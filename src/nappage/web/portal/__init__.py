"""The way into the portal: logging in, choosing about whom, logging out."""
