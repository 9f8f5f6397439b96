"""The work on requests in a group."""
