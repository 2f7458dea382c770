"""The consent at home: read, asked about, signed or left for the clinic, withdrawn at any moment."""
