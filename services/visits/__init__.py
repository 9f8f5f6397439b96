"""Visits (走访) and inspections (巡查): lists of doors, worked off one door at a time."""
