"""The decision aid: what is known and what is not, for somebody who has not decided. It keeps nothing."""
