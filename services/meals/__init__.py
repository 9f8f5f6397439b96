"""Meals at the elderly canteens: menus, bookings, the kitchen, the round, the month."""
