"""The bot over HTTP: the webhook, and whether it is well."""
