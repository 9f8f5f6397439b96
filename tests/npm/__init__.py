"""The bot, and its sandbox, against what others wrote and published on npm."""
