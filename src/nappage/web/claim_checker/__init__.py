"""The claim checker: what a text about mesotherapy claims, for people and for programs. It keeps no text."""
