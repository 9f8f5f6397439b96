"""Volunteers (志愿者): joining, tasks, hours, points."""
