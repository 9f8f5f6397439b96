"""微心愿: residents post a small wish, and it comes true."""
