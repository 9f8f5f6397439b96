"""What the canteens hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject, Way
from handlers.meals import beginning, enrolling, particulars, placing, refusals, several_days
from handlers.meals.answering import may_they
from handlers.meals.booking import ordering
from handlers.meals.mine import my_meals
from handlers.meals.notices import bookings, care, diners, rounds
from handlers.meals.notices import kitchen as kitchen_notices
from handlers.meals.people import who_eats
from handlers.meals.planning import planning
from handlers.meals.registering import registering
from handlers.meals.staff import (
    canteen,
    care_card,
    kitchen,
    late,
    menu_days,
    menu_meals,
    menu_weeks,
    menus,
    monthly,
    people,
    people_card,
    reversing,
    round_card,
    round_doors,
    serving,
)
from handlers.meals.standing import standing
from storage.tables import CareAlert, Diner, MealBooking, MealProxy, MealRound, Purpose

PARTS = (
    enrolling,
    particulars,
    placing,
    several_days,
    refusals,
    menu_weeks,
    reversing,
)
"""What they add to these conversations is there once they are imported."""

SUBJECT = Subject(
    commands=(("meals", mark("长者食堂：菜单、订餐、我的订餐")),),
    group_commands=(
        GroupCommand("menu", mark("长者食堂：放菜单、停餐、改份数"), (Purpose.CANTEEN,)),
        GroupCommand("kitchen", mark("长者食堂：备餐单、余餐、替人改单"), (Purpose.CANTEEN,)),
        GroupCommand("serve", mark("长者食堂：点取餐码或者姓名"), (Purpose.CANTEEN,)),
        GroupCommand("month", mark("长者食堂：一个月的账、结账、冲正"), (Purpose.CANTEEN,)),
    ),
    ways=(Way("meals", beginning.enter),),
    private=(
        beginning.router,
        menu_weeks.in_private,
        registering,
        ordering,
        my_meals,
        who_eats,
        standing,
        planning,
        may_they,
        round_doors.router,
        menu_days.changing,
        menu_meals.resizing,
        menu_meals.withdrawing,
        late.cancelling,
        late.adding,
    ),
    groups=(
        menus.menu,
        kitchen.kitchen,
        serving.router,
        round_card.card,
        round_doors.router,
        care_card.card,
        monthly.monthly,
        people_card.diner_card,
        people_card.proxy_card,
        people.entitling,
        canteen.elsewhere,
    ),
    idle=(beginning.idle,),
    tellings=(
        care.telling,
        kitchen_notices.telling,
        rounds.telling,
        bookings.telling,
        diners.telling,
    ),
    rows={
        "alert": CareAlert,
        "booking": MealBooking,
        "diner": Diner,
        "proxy": MealProxy,
        "round": MealRound,
    },
)
