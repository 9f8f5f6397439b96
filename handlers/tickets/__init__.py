"""Requests (诉求): filing them, one's own, working on them, rating."""
