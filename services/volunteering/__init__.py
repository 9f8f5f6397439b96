"""Volunteers: who they are, what they take on, the hours they give and what comes of them."""
