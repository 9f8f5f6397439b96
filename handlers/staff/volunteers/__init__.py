"""What staff do for and with volunteers: tasks, admissions, hours, rewards."""
