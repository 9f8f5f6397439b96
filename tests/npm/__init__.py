"""The bot against a Telegram that others wrote: npm's telegram-test-api."""
