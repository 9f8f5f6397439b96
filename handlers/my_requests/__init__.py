"""我的诉求: where each request stands, adding to it, nudging, withdrawing, answering questions."""
