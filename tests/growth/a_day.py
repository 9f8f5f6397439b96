"""What happens in a community all the time, each thing once: said, pressed, and by the clock."""

from datetime import timedelta

from services import areas
from services.people import erasure, personal_data
from services.subjects import JOBS
from services.surveys import living, mixing, reminding
from services.tickets import later
from services.visits import coverage
from storage.importing import COMMUNITY_CODE
from tests.dialogues.needs.talks import WISH, offers, plans, says_need
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.rights import table
from tests.dialogues.rights.people import People
from tests.dialogues.rights.things import Things
from tests.dialogues.surveys.asked import asks
from tests.dialogues.tickets.requests import files, rates
from tests.dialogues.tickets.test_joint import reports, whistles
from tests.dialogues.tickets.test_passing_on import PROPERTY, gives_back, passes_on
from tests.dialogues.visits.lists import draws
from tests.growth.to_many import send_to_many

IN_PRIVATE = (
    "/my",
    "/meals",
    "/nearby",
    "/helps",
    "/wish",
    "/board",
    "/need",
    "/resource",
    "/who",
    "/tasks",
    "/points",
    "/survey",
    "/mydata",
)
GOER = "走访的社工"
IN_GROUPS = {
    "office": (
        "/list",
        "/agenda",
        "/visits",
        "/needs",
        "/checkup",
        "/volunteers",
        "/redeem",
        "/stats 上月",
    ),
    "canteen": ("/menu", "/kitchen", "/serve", "/month"),
    "volunteers' group": ("/volunteers",),
}


async def live_through(desk: Desk, gathered: People, made: Things) -> None:
    await _file_and_rate(desk, gathered)
    await _call_together(desk, gathered)
    await _merge_and_split(gathered.phones["resident"], gathered.phones["office"])
    await _take_turns(gathered.phones["office"])
    await _find_what_is_near(gathered.phones["resident"])
    await _go_from_door_to_door(desk, gathered.phones["office"].chat_id)
    await _need_and_offer(desk, gathered)
    await _answer_a_survey(desk, gathered.phones["resident"], gathered.phones["holder"])
    await _look_around(gathered)
    await _want_reports(gathered.phones["office"])
    await send_to_many(desk)
    await _press_every_button(gathered, made)
    await _let_time_pass(desk)
    await _ask_weeks_later(desk)
    await _leave(desk, gathered)


async def _file_and_rate(desk: Desk, gathered: People) -> None:
    resident, office = gathered.phones["resident"], gathered.phones["office"]
    neighbour = gathered.phones["holder"]
    await files(resident, photos=1)
    await resident.says("是三号楼那盏")
    await _file_for_another(gathered)
    await neighbour.says("路灯还是黑的")
    await neighbour.taps("我也遇到")
    await office.taps("接单")
    await office.taps("问居民")
    await office.replies("要问居民的话", "周五前会修好，是哪一盏灯？")
    await office.taps("记下")
    await resident.says("门口左边那盏")
    await office.taps("办结")
    await office.replies("写下办理结果", "灯泡换好了")
    await desk.later(hours=25)
    await rates(resident, "解决了", "满意")


async def _merge_and_split(resident: Phone, office: Phone) -> None:
    first, second = await files(resident), await files(resident, "门口的路灯不亮，看不见路")
    await office.taps("更多", on=second)
    await office.taps("可能重复")
    await office.taps(first, on="和哪一件是同一件事")
    await office.taps("合并", on="并到编号")
    await office.taps("更多", on=second)
    await office.taps("撤销合并")
    await office.taps("更多", on=second)
    await office.taps("拆分")
    await office.replies("写下要另外办的那一部分", "看不见路")
    await office.replies("哪一类事", "1")


async def _file_for_another(gathered: People) -> None:
    """In the group, for somebody who has no chat with us."""
    office = gathered.phones["office"]
    await office.says("/behalf")
    private = office.in_private()
    await private.says("郑奶奶 13900001234", "楼道的路灯不亮了", "军门新村3号楼")
    await private.says("提交")


async def _call_together(desk: Desk, gathered: People) -> None:
    """Passed on, given back, several called to it, and what one of them did."""
    resident, office = gathered.phones["resident"], gathered.phones["office"]
    team = Phone(desk, desk.world.add_user("物业师傅").id, desk.chats[PROPERTY])
    desk.world.join(team.chat_id, team.user_id)
    await files(resident, "巷口路灯不亮了")
    await passes_on(office, PROPERTY)
    await gives_back(team)
    await whistles(office, PROPERTY)
    await reports(team, "围起来了")
    await team.says("/list")


async def _find_what_is_near(resident: Phone) -> None:
    await resident.says("哪里可以量血压")
    await resident.taps(resident.keyboard()[1])


async def _go_from_door_to_door(desk: Desk, chat_id: int) -> None:
    user = desk.world.add_user(GOER)
    desk.world.join(chat_id, user.id)
    office = Phone(desk, user.id, chat_id)
    private = await draws(office, goers=(GOER,), questions="身体好吗")
    await private.taps("开始走")
    await private.taps("见到了")
    await private.taps("是")
    await private.photographs("楼道灯不亮")
    await private.taps(private.choices()[1])
    await private.taps("没人在家")
    await private.taps("改走过的")
    await private.says("0")
    await private.taps("跳过")
    await office.taps("看结果")
    async with desk.app.database.reading() as session:
        community = await areas.by_code(session, COMMUNITY_CODE)
        assert community is not None
        now = desk.clock()
        await coverage.by_grid(session, community, now - timedelta(days=30), now)


async def _need_and_offer(desk: Desk, gathered: People) -> None:
    """Said, seconded and grouped; offered, matched, taken on and done."""
    resident, office = gathered.phones["resident"], gathered.phones["office"]
    neighbour = gathered.phones["holder"]
    await offers(neighbour)
    await office.taps("确认列入")
    await resident.says("/cancel")
    await says_need(resident)
    await office.taps("列入清单", on=WISH)
    await neighbour.says("/cancel")
    await says_need(neighbour, "希望社区办书法兴趣班，大人也能学")
    await office.taps("归到一起")
    await office.taps(WISH, on="归到哪一件")
    await neighbour.says("/need")
    await neighbour.taps("📋 看大家要什么")
    await neighbour.says("书法")
    await office.says("/needs")
    private = office.in_private()
    for label in ("📋 需求清单", "🤝 资源清单", "🛠 项目清单", "🔗 看看能配上的"):
        await private.taps(label)
        await private.says("0")
    await private.taps("📊 三张清单的表")
    await plans(office, resource="东街小学", on=WISH)
    await office.taps("换个日子")
    await office.replies("写新的日子", "明天")


async def _answer_a_survey(desk: Desk, resident: Phone, neighbour: Phone) -> None:
    """Answered, changed, left half done, reminded of, and ended."""
    survey = await asks(desk, resident, neighbour, mix_at=desk.clock())
    await resident.taps("不是", on="食堂怎么样")
    for said in ("太咸", "1 2", "3"):
        await resident.says(said)
    await resident.taps("改答案")
    await resident.taps("不改了")
    await neighbour.taps("是", on="食堂怎么样")
    async with desk.app.work.unit() as unit:
        now = unit.now
        await reminding.silent(unit.session, survey, after=0, limit=10, now=now)
        await reminding.wanted(unit.session, survey, [await neighbour.person_id()], now)
        await mixing.act(unit.session, survey, now=now)
        await living.end_now(unit.session, survey, now=now)
        await living.act(unit.session, survey, now=now)


async def _look_around(gathered: People) -> None:
    for command in IN_PRIVATE:
        await gathered.phones["author"].says(command)
        await gathered.phones["volunteer"].says(command)
    for kind, commands in IN_GROUPS.items():
        for command in commands:
            await gathered.phones[kind].says(command)


async def _want_reports(office: Phone) -> None:
    """They come a week later."""
    await office.says("/stats")
    await office.taps("⏰ 定时发")
    await office.taps("都要")


async def _press_every_button(gathered: People, made: Things) -> None:
    """By one of those who may."""
    for names, others in table.rows("Buttons"):
        for kind in sorted(table.who_may(others[0]))[:1]:
            for name in names:
                phone = gathered.phones[kind]
                data = table.data_of(name, made)
                phone.world.tap(
                    phone.user_id, phone.chat_id, phone.last.message_id, data, stale=True
                )
                await phone.desk.settle()


async def _take_turns(office: Phone) -> None:
    await office.says("/duty")
    await office.taps("我参加轮流")
    await office.taps("轮流")


async def _let_time_pass(desk: Desk) -> None:
    for hours in (2, 10, 12, 24, 96):
        await desk.later(hours=hours)
    async with desk.app.database.reading() as session:
        for job in JOBS:
            await job.due(session, desk.clock())


async def _ask_weeks_later(desk: Desk) -> None:
    """As if they had passed: in earnest they would bring the history of a month."""
    async with desk.app.work.unit() as unit:
        then = unit.now + later.AFTER
        for later_id in await later.due(unit.session, then):
            await later.act(unit.session, later_id, now=then)


async def _leave(desk: Desk, gathered: People) -> None:
    """They take along what is kept, and have it erased."""
    for kind in ("author", "holder", "office"):
        async with desk.app.work.unit() as unit:
            await personal_data.everything_about(unit.session, gathered.id(kind))
            await erasure.erase(unit.session, gathered.id(kind), now=unit.now)
