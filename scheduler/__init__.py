"""What is due: APScheduler only ticks, the tables carry their own due times."""
