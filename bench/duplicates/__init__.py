"""Whether likely duplicates of a request are found, and how long it takes."""
