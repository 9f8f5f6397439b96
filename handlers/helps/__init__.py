"""社区帮忙 (the switchboard): residents order a help from the six and see what becomes of it."""
