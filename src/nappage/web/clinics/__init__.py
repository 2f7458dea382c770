"""Finding a clinic: those of this installation that chose to be listed, and the director's page that decides it."""
