"""The button that leads from a notice to what is open."""

OPEN_TASKS = "opentasks"
"""Callback data: show the tasks that wait to be claimed."""
