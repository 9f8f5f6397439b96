"""What is done and the rules that must hold: async functions over a session, no chat types."""
