"""The places that somebody minds, picked on small figures and put in order: a wish, with which the clinic plans."""
