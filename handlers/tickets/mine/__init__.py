"""我的诉求: looking at one's requests, adding to them, nudging, withdrawing."""
