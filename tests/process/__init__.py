"""The program as people run it: a process of its own, over HTTP, with a database on disk."""
