"""问效于民: whether it helped."""
