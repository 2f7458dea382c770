"""The public page that verifies a passport: pasted or uploaded, and nothing of it is kept."""
