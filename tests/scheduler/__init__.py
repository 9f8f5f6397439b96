"""What is due, and what ticks."""
