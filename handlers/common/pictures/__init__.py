"""Pictures: paper, and letters with the font that has them."""
