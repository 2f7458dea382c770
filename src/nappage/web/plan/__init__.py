"""The plan of a course: writing it as a draft, what stands between it and its signature, its versions."""
