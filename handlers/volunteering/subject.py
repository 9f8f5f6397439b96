"""What volunteering hands in."""

from collections.abc import Mapping

from handlers.common.i18n import mark
from handlers.common.idle import Idle
from handlers.common.subject import GroupCommand, Subject, Way
from handlers.volunteering import (
    certificate,
    checking,
    claiming,
    holding,
    joining,
    mine,
    points,
    rewards,
    thanking,
)
from handlers.volunteering.application import applying
from handlers.volunteering.breaks import profile
from handlers.volunteering.notices import hours, tasks, volunteers
from handlers.volunteering.staff import (
    applications,
    calling_off,
    complaints,
    finding,
    handing_out,
    overview,
    passing_on,
    roll_call,
    sheets,
)
from handlers.volunteering.staff.reviewing import publishing
from handlers.volunteering.staff.task_sentence import PUBLISHES
from storage.tables import Feedback, Purpose, Task, TaskClaim, TaskRole


def _drawn(words: Mapping[str, str], url: str) -> bytes:
    # Imported when the first is drawn: pictures and fonts take a while to load.
    from handlers.volunteering import check_in_code

    return check_in_code.draw(words, url)


SUBJECT = Subject(
    commands=(
        ("volunteer", mark("志愿者：报名、资料、休息")),
        ("tasks", mark("志愿任务：我的，还有等人认领的")),
        ("points", mark("志愿时长和积分：明细、换东西、证明")),
    ),
    group_commands=(
        GroupCommand("task", mark("发布志愿任务"), PUBLISHES),
        GroupCommand(
            "volunteers",
            mark("志愿者：谁有空、没人认领的、工时表"),
            PUBLISHES,
        ),
        GroupCommand("redeem", mark("志愿积分：凭领取码发东西"), (Purpose.STAFF,)),
    ),
    ways=(Way("volunteer", joining.arrive),),
    private=(
        claiming.in_private,
        checking.router,
        roll_call.roll,
        thanking.router,
        points.router,
        rewards.router,
        certificate.router,
        joining.router,
        applying,
        profile,
        mine.router,
        holding.router,
        publishing,
        calling_off.calling_off,
        finding.finding,
    ),
    groups=(
        claiming.in_group,
        applications.application,
        applications.stopping,
        applications.router,
        overview.router,
        sheets.router,
        roll_call.roll,
        complaints.card,
        handing_out.router,
        publishing,
        passing_on.router,
    ),
    idle=(Idle(profile.state("applied"), profile.state("what"), mine.Tasks),),
    tellings=(tasks.telling, hours.telling, volunteers.telling),
    codes={roll_call.CODE: _drawn},
    rows={"claim": TaskClaim, "feedback": Feedback, "role": TaskRole, "task": Task},
)
