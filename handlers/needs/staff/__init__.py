"""Needs, offers and projects in the office's group, and what staff decide in private."""
