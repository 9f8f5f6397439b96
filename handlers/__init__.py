"""The conversations: a file for each thing people come for."""
