"""Every part of the look on a few pages with fixed contents, to be looked at and checked without any records."""
