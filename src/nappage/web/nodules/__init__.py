"""The register of nodules: every one of the clinic, with what was seen and the lots that were given."""
