"""15 分钟体检: which buildings lack which services."""
