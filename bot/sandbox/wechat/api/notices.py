"""message/template/send and message/subscribe/bizsend: what reaches people outside any window.

https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.sandbox.wechat.api.request import Answer, JsonObject, Request, json_answer
from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.screen import Bubble, Via
from bot.sandbox.wechat.templates import Consent, Template

if TYPE_CHECKING:
    from bot.sandbox.wechat.follower import Follower
    from bot.sandbox.wechat.platform import Platform

_SENT_ONCE_WITHIN = timedelta(minutes=10)
_DONE = "success"
_REFUSED = "failed:user block"
_BROKEN = "failed: system failed"


def send_template(platform: "Platform", request: Request) -> Answer:
    """The answer says only that it was taken; TEMPLATESENDJOBFINISH says whether it came."""
    wanted = request.json()
    person = platform.person(wanted.get("touser"))
    template = _template(platform, wanted, subscription=False)
    if not person.follows:
        raise refusal(43004)
    rows = template.rows(wanted.get("data"))
    now = platform.clock()
    key = (person.openid, str(wanted.get("client_msg_id") or ""))
    number, sent_at = platform.sent_once.get(key, (0, now))
    if number and now - sent_at < _SENT_ONCE_WITHIN:
        return _taken(number)
    number = platform.next_id()
    if key[1]:
        platform.sent_once[key] = (number, now)
    status = _BROKEN if platform.templates_broken else _DONE if person.takes_templates else _REFUSED
    if status == _DONE:
        _show(platform, person, template, rows, "template", str(wanted.get("url") or ""))
    event = "TEMPLATESENDJOBFINISH"
    platform.send_beside(person.openid, event, MsgID=number, Status=status)
    return _taken(number)


def send_subscription(platform: "Platform", request: Request) -> Answer:
    """Uses up a consent that is for one message. Assumed: people need not follow for it."""
    wanted = request.json()
    person = platform.person(wanted.get("touser"))
    template = _template(platform, wanted, subscription=True)
    rows = template.rows(wanted.get("data"))
    if not person.consents[template.id]:
        raise refusal(43101)
    if template.consent is Consent.ONCE:
        person.consents[template.id] -= 1
    _show(platform, person, template, rows, "subscription", str(wanted.get("page") or ""))
    sent = {
        "TemplateId": template.id,
        "MsgID": str(platform.next_id()),
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }
    event = "subscribe_msg_sent_event"
    platform.send_beside(person.openid, event, SubscribeMsgSentEvent={"List": [sent]})
    return json_answer({"errcode": 0, "errmsg": "ok"})


def list_templates(platform: "Platform", _: Request) -> Answer:
    listed = [
        {"template_id": template.id, "title": template.title, "content": template.content}
        for template in platform.templates.values()
        if template.consent is Consent.NONE
    ]
    return json_answer({"template_list": listed})


def list_subscriptions(platform: "Platform", _: Request) -> Answer:
    """newtmpl/gettemplate."""
    types = {Consent.ONCE: 2, Consent.STANDING: 3}
    listed = [
        {
            "priTmplId": template.id,
            "title": template.title,
            "content": template.content,
            "example": "",
            "type": types[template.consent],
        }
        for template in platform.templates.values()
        if template.consent in types
    ]
    return json_answer({"errcode": 0, "errmsg": "ok", "data": listed})


def _template(platform: "Platform", wanted: JsonObject, *, subscription: bool) -> Template:
    template = platform.templates.get(str(wanted.get("template_id")))
    if template is None or (template.consent is not Consent.NONE) is not subscription:
        raise refusal(40037)
    return template


def _show(
    platform: "Platform",
    person: "Follower",
    template: Template,
    rows: tuple[tuple[str, str], ...],
    via: Via,
    url: str,
) -> None:
    text = "\n".join([template.title, *(f"{label}：{value}" for label, value in rows)])
    person.show(Bubble(platform.clock(), "account", via, "template", text, rows=rows, url=url))


def _taken(number: int) -> Answer:
    return json_answer({"errcode": 0, "errmsg": "ok", "msgid": number})
