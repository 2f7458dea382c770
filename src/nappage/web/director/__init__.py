"""The director's view: what was gone against, what holds, what ends soon, what came of it, what changed."""
