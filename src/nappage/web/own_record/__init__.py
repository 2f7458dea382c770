"""My record: measures, photos, what was given, papers, who looked, and what I can ask of the clinic."""
