"""Volunteers (志愿者): who they are, tasks and claims, hours, points, and where tasks come from.

`tasks` and `claims` are the life of a task, `waiting` its queue, `hand_over` its passing on,
`reminders` and `series` what happens by the clock. `volunteers` and `teams` are the people;
`checking`, `records`, `ledger` and `rewards` what they did and got; `sources` ties a task to the
ticket, round, help or wish it came from.
"""
