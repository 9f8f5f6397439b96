"""Pictures for people to look at: drawn with Pillow, as JPEG, 1080 pixels wide.

They are drawn for a telephone, which shows them a third as wide: nothing smaller than 32 pixels.
Drawing takes tens of milliseconds, so that callers do it in a thread (`asyncio.to_thread`).
"""
