"""The whole program as processes against the sandbox, while everything around it breaks."""
