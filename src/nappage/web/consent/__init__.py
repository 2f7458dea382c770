"""The consent to a plan: what was asked, the exact text, the signature under it, the sealed paper, its withdrawal."""
