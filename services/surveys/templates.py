"""Surveys that come with the desk: staff take one as it is, or change it first.

Written for somebody of eighty on a small screen: one matter a question, everyday words, at most
five questions, no answer that suggests itself. 没办过 and the like keep people who cannot know out
of the rate. A survey of simplified Chinese is data, as those that staff write are.
"""

from collections.abc import Mapping
from enum import StrEnum

from services.surveys.questions import Choice, Definition, Kind, Question, Scale


class Template(StrEnum):
    """As kept with the survey; surveys of one template can be compared."""

    MEALS = "meals"
    """After a month of meals (长者食堂)."""
    ACTIVITY = "activity"
    """After an activity."""
    HELP = "help"
    """After a help (六助)."""
    YEAR = "year"
    """年度满意度: 三个如何 as its three questions, and whether people recommend living here."""
    OPINIONS = "opinions"
    """征求意见表: one table, three lists (需求清单, 资源清单, 项目清单)."""


_STARS = Scale(1, 5, stars=True, low_label="很不满意", high_label="很满意")
_ANYTHING_ELSE = "没有就跳过。"

_MEALS = Definition(
    title="食堂的饭菜怎么样",
    intro="您在食堂吃了一个月了。有几个小问题，半分钟答完。",
    questions=(
        Question(name="stars", kind=Kind.SCALE, label="这个月的饭菜，您打几颗星？", scale=_STARS),
        Question(
            name="what",
            kind=Kind.SEVERAL,
            label="哪里不合您的意？",
            hint="可以选几个。",
            choices=(
                Choice("salty", "太咸"),
                Choice("bland", "太淡"),
                Choice("hard", "太硬"),
                Choice("oily", "太油"),
                Choice("cold", "不够热"),
                Choice("little", "分量少"),
                Choice("same", "花样少"),
            ),
            other=True,
            relevant="${stars} <= 3",
        ),
        Question(
            name="manner",
            kind=Kind.ONE,
            label="打饭、送饭的人，待您怎么样？",
            choices=(
                Choice("good", "好"),
                Choice("fair", "一般"),
                Choice("bad", "不好"),
                Choice("unknown", "说不上来"),
            ),
        ),
        Question(name="again", kind=Kind.YES_NO, label="下个月您还想在食堂吃吗？"),
        Question(
            name="words",
            kind=Kind.WORDS,
            label="您还想跟食堂说什么？",
            hint=_ANYTHING_ELSE,
            required=False,
        ),
    ),
    thanks="谢谢您！您的话食堂会看到。",
)

_ACTIVITY = Definition(
    title="这次活动怎么样",
    intro="谢谢您来参加活动。有几个小问题，半分钟答完。",
    questions=(
        Question(name="stars", kind=Kind.SCALE, label="这次活动，您打几颗星？", scale=_STARS),
        Question(
            name="time",
            kind=Kind.ONE,
            label="活动的时间，您方便吗？",
            choices=(
                Choice("fine", "方便"),
                Choice("early", "太早了"),
                Choice("late", "太晚了"),
                Choice("long", "太长了"),
            ),
            other=True,
        ),
        Question(name="again", kind=Kind.YES_NO, label="下次您还想来吗？"),
        Question(
            name="words",
            kind=Kind.WORDS,
            label="您还想参加什么活动？",
            hint=_ANYTHING_ELSE,
            required=False,
        ),
    ),
    thanks="谢谢您！欢迎下次再来。",
)

_HELP = Definition(
    title="这次帮忙怎么样",
    intro="前几天有人来帮您了。有几个小问题，半分钟答完。",
    questions=(
        Question(
            name="helped",
            kind=Kind.ONE,
            label="事情帮您办好了吗？",
            choices=(
                Choice("done", "办好了"),
                Choice("partly", "办好一部分"),
                Choice("not", "没办好"),
            ),
        ),
        Question(
            name="missing",
            kind=Kind.WORDS,
            label="还差什么？",
            relevant="${helped} != 'done'",
        ),
        Question(name="stars", kind=Kind.SCALE, label="来帮忙的人，您打几颗星？", scale=_STARS),
        Question(
            name="words",
            kind=Kind.WORDS,
            label="您还想说什么？",
            hint=_ANYTHING_ELSE,
            required=False,
        ),
    ),
    thanks="谢谢您！",
)

_YEAR = Definition(
    title="这一年，社区的工作您满意吗",
    intro="一年过去了，想听听您的心里话。有五个问题，一分钟答完。",
    questions=(
        Question(
            name="easy",
            kind=Kind.ONE,
            label="今年您到社区办事，方便吗？",
            choices=(
                Choice("very", "很方便"),
                Choice("fairly", "比较方便"),
                Choice("hardly", "不太方便"),
                Choice("not", "很不方便"),
                Choice("never", "没办过事"),
            ),
        ),
        Question(
            name="heard",
            kind=Kind.ONE,
            label="今年您向社区反映的事，有人管吗？",
            choices=(
                Choice("always", "都有人管"),
                Choice("mostly", "多数有人管"),
                Choice("rarely", "多数没人管"),
                Choice("not", "都没人管"),
                Choice("never", "没反映过"),
            ),
        ),
        Question(
            name="safe",
            kind=Kind.ONE,
            label="住在这里，您觉得安心、舒心吗？",
            choices=(
                Choice("very", "很安心"),
                Choice("fairly", "比较安心"),
                Choice("hardly", "不太安心"),
                Choice("not", "很不安心"),
            ),
        ),
        Question(
            name="recommend",
            kind=Kind.SCALE,
            label="您愿意劝亲戚朋友也住到我们社区来吗？",
            hint="0 分是不愿意，10 分是很愿意。",
            scale=Scale(0, 10, low_label="不愿意", high_label="很愿意"),
        ),
        Question(
            name="words",
            kind=Kind.WORDS,
            label="明年您最想社区办好哪件事？",
            hint=_ANYTHING_ELSE,
            required=False,
        ),
    ),
    thanks="谢谢您！结果会公布，也会告诉您。",
)

_OPINIONS = Definition(
    title="征求意见表",
    intro="社区想听听您的意见：缺什么、有什么、先办什么。有三个问题，写几个字就行。",
    questions=(
        Question(
            name="needs",
            kind=Kind.WORDS,
            label="您和家里人，现在最想社区帮什么忙？",
            hint="比如：修楼道的灯、有人陪着看病。",
            required=False,
        ),
        Question(
            name="offers",
            kind=Kind.WORDS,
            label="您或者您的单位，能帮邻居做点什么？",
            hint="比如：理发、修家电、教书法、借场地。",
            required=False,
        ),
        Question(
            name="projects",
            kind=Kind.WORDS,
            label="社区今年只办一件大事，您想办哪一件？",
            required=False,
        ),
    ),
    thanks="谢谢您！社区会把大家的意见列成清单，办得怎么样会公布。",
)

TEMPLATES: Mapping[Template, Definition] = {
    Template.MEALS: _MEALS,
    Template.ACTIVITY: _ACTIVITY,
    Template.HELP: _HELP,
    Template.YEAR: _YEAR,
    Template.OPINIONS: _OPINIONS,
}
"""In the order in which they are offered."""
