"""A local Telegram: a Bot API for the bot, and phones for people.

`World` (world.py) is the whole of it in memory, free of HTTP; `WorldSession` (session.py) lets
aiogram talk to it in process; bot_api.py and phones.py put it on HTTP.
"""
