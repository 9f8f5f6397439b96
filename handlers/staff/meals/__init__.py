"""What the people of a canteen do: menus, the kitchen, serving, the round, the month."""
