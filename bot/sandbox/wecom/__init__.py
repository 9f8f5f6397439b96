"""A local WeCom (企业微信): the gateway of its 智能机器人, group webhooks, and phones for members.

The robot's side speaks frames as in WeCom's long connection; the members' side is methods. All of
it is in memory and goes by an injected clock: nothing here waits or ticks.

    gateway = Gateway(clock)                              # limits=Limits(a_minute=…, an_hour=…)
    robot = gateway.add_robot("aib-desk", "secret", "近邻")
    lin = gateway.add_member("lin", "林")                 # a Member: the person's phone
    group = gateway.add_group("军门工作群", ["lin"])       # a Chat; all robots are in it

`Gateway(clock, path=Path("data/….json"))` comes back as it was left (snapshot.py).
`add_wecom_phones(app, gateway)` (phones.py) puts the members' phones on the sandbox's page.

A robot, without a transport: frames go in by `receive`, and come out by the callback at once.

    frames = []
    connection = gateway.connect(frames.append, closed=…)
    connection.receive({"cmd": "aibot_subscribe", "headers": {"req_id": "1"}, "body": {…}})
    connection.close()                                    # the robot went away

Over HTTP: `add_wecom(app, gateway)` (routes.py) serves ws://HOST/wecom for robots,
/wecom/media/ID for what members sent, and POST /wecom/cgi-bin/webhook/send?key=KEY for webhooks.

A member's phone (`robot=` where there are several; what cannot be done on a phone is a PhoneError):

    lin.opens()                          enter_chat, on the first opening of a day
    lin.says("路灯")                      in the single chat; quote=shown: what is on the screen
    lin.sends("image", data, "a.png")    in the single chat; also file, video
    lin.speaks("路灯")                    a voice message there: the robot is told the words
    lin.sends_mixed("看", [picture])      words with pictures
    lin.mentions(group, "/bind", pictures=[…], quote=shown)
    lin.writes(group, "吃了吗")           without a mention: the robot never hears of it
    lin.shares(group, "image", data)     nor of this
    lin.presses(shown, "接单", {question_key: [option id]})      by label; `taps` does it by key
    lin.submits(shown, {question_key: [option id, …]})          a vote, or drop-downs
    lin.rates(shown, 1)                  feedback_event: 1 accurate, 2 inaccurate, 3 taken back
    lin.leaves()                         the enterprise, and all of its groups
    lin.screen()                         the single chat, lin.screen(group) a group: list[Shown]

`Shown` has number, sender, from_robot, at, kind, text (all that can be read, cut as the client
cuts), card (its JSON as this member sees it), buttons ({label: key}), files, quoted.

Groups: `gateway.remove_robot(group, robot)`, `add_robot_to_group`, `add_to_group`,
`remove_from_group`, and
`gateway.add_webhook(group)`, a key, for which `gateway.post_webhook(key, body)` is the POST.

What goes wrong: `gateway.lost` holds the frames for robots that were not connected. `gateway.cut()`
closes all connections and refuses new ones until `restore()`. `gateway.hold_acks()` keeps answers
back until `release_acks()`. `gateway.unsubscribe(bot_id)` leaves the connection and answers 846609.
`gateway.refuse_next(cmd, code, words)` refuses one frame. `gateway.lapse(chat)` takes back the
permission to push there until somebody writes again. `gateway.listen(callback)` hears of changes.

Codes: errors.py. Limits of cards: cards.py. Of pace and time: limits.py.
"""

from bot.sandbox.wecom.chats import Chat, Shown
from bot.sandbox.wecom.errors import WecomError
from bot.sandbox.wecom.gateway import Gateway
from bot.sandbox.wecom.limits import Limits
from bot.sandbox.wecom.member import Member
from bot.sandbox.wecom.routes import add_wecom

__all__ = ["Chat", "Gateway", "Limits", "Member", "Shown", "WecomError", "add_wecom"]
