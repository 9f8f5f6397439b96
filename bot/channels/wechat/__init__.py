"""WeChat: the community's official account (公众号), which residents and volunteers write to."""
