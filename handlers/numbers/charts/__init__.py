"""What the pictures of a report are put together of; each draws at a height, from left to right."""
