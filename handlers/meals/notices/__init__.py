"""What diners, canteens and the office hear of meals."""
