"""GNU Health beside us: in an environment of its own outside the repository, on the same cluster, in the same run."""
