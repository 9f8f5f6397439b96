"""How staff write announcements, send them, correct them and take them back."""
