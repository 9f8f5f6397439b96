"""The canteen's side: menus, kitchen, counter, rounds, accounts, 平安守望."""
