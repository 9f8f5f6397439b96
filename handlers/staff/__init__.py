"""What staff do in their groups."""
