"""What the canteens hand in; their jobs in the order of a meal: book, cut off, cook, count."""

from datetime import timedelta

from services.keeps import AtNight, Job, Keeps
from services.meals import (
    alerts,
    erasing,
    kitchen,
    missed,
    one_person,
    personal,
    standing,
    users,
    waiting,
)
from services.meals.figures import figures
from storage.tables import Diner

KEEPS = Keeps(
    erase=erasing.erase,
    about=personal.about,
    join=one_person.join,
    registers=(Diner.person_id,),
    figures=figures,
    users=(users.USERS,),
    born=users.born,
    jobs=(
        Job(
            name="standing orders",
            due=standing.due,
            act=standing.act,
            every=timedelta(seconds=30),
            when="a menu is out for a meal that somebody ordered for good",
            to="the diner, the person who ordered",
            at_night=AtNight.ACTS,
            late="until orders are closed; told until the meal is over",
        ),
        Job(
            name="waiting lists",
            due=waiting.due,
            act=waiting.act,
            every=timedelta(seconds=30),
            when="orders are closed",
            to="those who waited in vain, and those who booked for them",
            at_night=AtNight.ACTS,
            late="until the meal is over; then the list ends without a word",
        ),
        Job(
            name="prep sheets",
            due=kitchen.due,
            act=kitchen.act,
            every=timedelta(seconds=5),
            when="orders are closed",
            to="the canteen's group",
            at_night=AtNight.ACTS,
            late="until the meal is over",
        ),
        Job(
            name="prep supplements",
            due=kitchen.supplements_due,
            act=kitchen.act_on_changes,
            every=timedelta(seconds=5),
            when="a minute after the last change to a sheet that is out",
            to="the canteen's group, carriers",
            at_night=AtNight.ACTS,
            late="until the meal is over",
        ),
        Job(
            name="missed meals",
            due=missed.due,
            act=missed.act,
            every=timedelta(seconds=30),
            when="half an hour after a meal",
            to="who often missed meals, the canteen's group; starts 平安守望",
            at_night=AtNight.ACTS,
            late="six hours after the meal; then it is counted without a word",
            judges_silence=True,
        ),
        Job(
            name="care alerts",
            due=alerts.due,
            act=alerts.act,
            every=timedelta(seconds=30),
            when="every half hour until somebody goes to look",
            to="the office's group; at night those who book for the diner too",
            at_night=AtNight.RINGS,
            late="as long as nobody has gone",
        ),
    ),
)
