"""What came of a survey: shown to the office, told to those who answered."""
