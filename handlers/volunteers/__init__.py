"""Volunteers in their own chats: joining, tasks, hours and points."""
