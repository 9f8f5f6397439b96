"""WeCom's 智能机器人 by its long connection: frames in, frames out.

robot.py keeps one connection, connection.py is its life, in_order.py hands over what arrives;
uploads.py and downloads.py carry files. Nothing is queued or tried again here: the outbox does
that.
"""
