"""Dialogues: the whole bot in one process, people on the sandbox's phones."""
