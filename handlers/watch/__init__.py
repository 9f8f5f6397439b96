"""What those who run the desk are told of it."""
