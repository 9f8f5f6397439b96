"""The elderly canteen (长者食堂): menus, booking and who eats; `staff` is the canteen's side."""
