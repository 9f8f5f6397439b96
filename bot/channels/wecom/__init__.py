"""WeCom's 智能机器人 by its long connection: frames in, frames out, and what they mean.

robot.py keeps one connection, connection.py is its life, in_order.py hands over what arrives;
uploads.py and downloads.py carry files. Nothing is queued or tried again here: the outbox does
that.

said.py reads frames, incoming.py makes updates out of them; outgoing.py makes markdown
(markdown.py), cards (cards.py) and files out of the Bot API's calls.
"""
