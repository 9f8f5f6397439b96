"""Nearby services (近邻服务地图): what is near, open, and how to get there."""
