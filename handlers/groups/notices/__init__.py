"""What admins and groups hear of groups."""
