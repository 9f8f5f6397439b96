"""The office gives roles on the tree and ends them."""
