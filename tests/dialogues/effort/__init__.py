"""What tasks take people: each is played once, and fails where it takes more than its goal.

`pytest tests/dialogues/effort` prints the table of messages and taps at the end.
"""
