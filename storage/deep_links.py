"""Links into Telegram; a channel without them hands over a code in words instead."""


def to_bot(username: str, told: str) -> str:
    """Opens the bot, which is told `told` by /start: at most 64 of A-Z, a-z, 0-9, _ and -."""
    return f"https://t.me/{username}?start={told}"


def to_person(user_id: str) -> str:
    """In HTML, points the message out to the person whom the messenger calls `user_id`."""
    return f"tg://user?id={user_id}"
