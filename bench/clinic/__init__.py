"""The clinic door under load: a database of years, and the real server asked by one and by sixteen at once."""
