"""What volunteers, those helped and the office hear of tasks and hours."""
