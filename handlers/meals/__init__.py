"""The elderly canteen (长者食堂), as residents use it: the menu, booking, who eats."""
