"""What residents and groups hear of requests."""
