"""Visits (走访) and inspections (巡查): lists drawn by staff, worked off one door at a time."""
