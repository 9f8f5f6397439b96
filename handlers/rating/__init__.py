"""问效于民: after 办结 people are asked whether it helped."""
