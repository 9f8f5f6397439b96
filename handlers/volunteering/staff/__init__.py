"""The coordinator's side: tasks, admission, attendance, overview."""
