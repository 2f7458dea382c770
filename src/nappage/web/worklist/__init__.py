"""The worklist: who has to be called or seen, by whom and by when, across the clinic."""
