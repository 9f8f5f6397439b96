"""Staff whose groups have a webhook and no robot."""
