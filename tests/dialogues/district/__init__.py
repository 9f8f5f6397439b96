"""Ten minutes of a district in which everything goes wrong, and the books at their end."""
