"""The patient door as an app: what it is called, and the page that is there without a network."""
