"""A local Telegram: a Bot API for the bot, and phones for people. A local WeCom is in wecom/.

- The World (world.py) is all of it in memory, free of HTTP. Its state and the ways it changes are
  in core.py, rooms.py, updates.py, files.py; what people do in people.py, writing.py, sharing.py,
  groups.py; what the bot does in methods/; how it is kept between runs in snapshot.py.
- session.py lets aiogram talk to a World in the same process.
- bot_api.py and webhook.py put the Bot API on HTTP; phones.py, phone_actions.py and phone_views.py
  the phones; page/ is what a browser shows of them.
- wechat/ is a local WeChat beside it, apart from the World: see there.

Objects are python-telegram-bot's, which the bot's aiogram reads: two independent readings of the
Bot API meet on the wire. Limits and refusals are Telegram's, in Telegram's words (limits.py,
markup.py, html.py).
"""
