"""Groups of staff, canteens and volunteers: binding them, and who is in them."""
