"""Announcements (通知): what people are sent, what of it concerns them, how staff send it."""
