"""What volunteering hands in."""

from handlers.common.i18n import mark
from handlers.common.idle import Idle
from handlers.common.subject import Subject, Way
from handlers.volunteering import (
    arriving,
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
    admission,
    calling_off,
    complaints,
    confirming,
    finding,
    handing_out,
    overview,
    passing_on,
    people_list,
    sheets,
)
from handlers.volunteering.staff.publishing import publishing
from storage.tables import Feedback, Task, TaskClaim, TaskRole

SUBJECT = Subject(
    commands=(
        ("volunteer", mark("志愿者：报名、资料、休息")),
        ("tasks", mark("志愿任务：我的，还有等人认领的")),
        ("points", mark("志愿时长和积分：明细、换东西、证明")),
    ),
    group_commands=(
        ("task", mark("发布志愿任务")),
        ("volunteers", mark("志愿者：谁有空、没人认领的、工时表")),
        ("redeem", mark("志愿积分：凭领取码发东西")),
    ),
    ways=(Way("volunteer", joining.arrive),),
    private=(
        arriving.router,
        checking.router,
        confirming.private,
        thanking.router,
        points.router,
        rewards.router,
        certificate.router,
        joining.router,
        applying,
        profile,
        mine.router,
        holding.router,
    ),
    groups=(
        claiming.router,
        admission.router,
        overview.router,
        finding.finding,
        sheets.router,
        people_list.router,
        confirming.router,
        complaints.router,
        handing_out.router,
        publishing,
        calling_off.router,
        passing_on.router,
    ),
    idle=(Idle(profile.state("applied"), profile.state("what"), mine.Tasks),),
    tellings=(tasks.telling, hours.telling, volunteers.telling),
    rows={"claim": TaskClaim, "feedback": Feedback, "role": TaskRole, "task": Task},
)
