"""What a robot may ask for, by cmd: each returns the body of its ack, or raises WecomError."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.wecom.cards import check_card
from bot.sandbox.wecom.chats import Card, Chat, Post
from bot.sandbox.wecom.core import Core
from bot.sandbox.wecom.errors import (
    BAD_KIND,
    BAD_REQ_ID,
    NO_SUCH_CHAT,
    STREAM_EXPIRED,
    WecomError,
    bad_parameter,
)
from bot.sandbox.wecom.limits import (
    ANSWER_WITHIN,
    MARKDOWN_BYTES,
    MEDIA_BYTES,
    REPLY_WITHIN,
    Pace,
)
from bot.sandbox.wecom.robots import Request, Robot
from bot.sandbox.wecom.uploads import begin_upload, finish_upload, take_chunk

Body = dict[str, Any]
Command = Callable[[Core, Robot, str, Body], Body | None]


def respond(core: Core, robot: Robot, req_id: str, body: Body) -> None:
    """aibot_respond_msg: to a member's message."""
    request = _request(robot, req_id, "message")
    if core.clock() - request.at >= REPLY_WITHIN:
        raise WecomError(BAD_REQ_ID, "invalid req_id")
    _check_there(core, robot, request.chat)
    match body.get("msgtype"):
        case "stream":
            _stream(core, robot, request, body.get("stream"))
        case "stream_with_template_card":
            _stream_with_card(core, robot, request, body)
        case "template_card" | "image" | "voice" | "file" | "video":
            _post(core, robot, request.chat, body)
        case kind:
            raise WecomError(BAD_KIND, f"invalid message type {kind}")


def welcome(core: Core, robot: Robot, req_id: str, body: Body) -> None:
    """aibot_respond_welcome_msg: to enter_chat, once, within five seconds."""
    request = _request(robot, req_id, "welcome")
    _check_in_time(core, request)
    if body.get("msgtype") not in ("text", "template_card"):
        raise WecomError(BAD_KIND, f"invalid message type {body.get('msgtype')}")
    _post(core, robot, request.chat, body)
    request.answered = True


def update_card(core: Core, robot: Robot, req_id: str, body: Body) -> None:
    """aibot_respond_update_msg: to a tap, once, within five seconds; for all or for some."""
    request = _request(robot, req_id, "tap")
    _check_in_time(core, request)
    if body.get("response_type") != "update_template_card":
        raise bad_parameter("response_type")
    post, card = request.tapped, body.get("template_card")
    check_card(card)
    assert post is not None
    assert post.card is not None
    assert isinstance(card, dict)
    if card.get("task_id", post.card["task_id"]) != post.card["task_id"]:
        raise bad_parameter("template_card.task_id is not that of the card")
    _show(post, {**card, "task_id": post.card["task_id"]}, body.get("userids"))
    request.answered = True
    core.changed(request.chat)


def push(core: Core, robot: Robot, _: str, body: Body) -> None:
    """aibot_send_msg: where somebody has written to the robot before."""
    if body.get("msgtype") not in ("markdown", "template_card", *MEDIA_BYTES):
        raise WecomError(BAD_KIND, f"invalid message type {body.get('msgtype')}")
    chat = _addressed(core, robot, str(body.get("chatid")), body.get("chat_type") or 0)
    if chat is None or robot.bot_id not in chat.opened:
        raise WecomError(NO_SUCH_CHAT, "chatid not exist")
    _check_there(core, robot, chat)
    _post(core, robot, chat, body)


COMMANDS: Mapping[str, Command] = {
    "aibot_respond_msg": respond,
    "aibot_respond_welcome_msg": welcome,
    "aibot_respond_update_msg": update_card,
    "aibot_send_msg": push,
    "aibot_upload_media_init": begin_upload,
    "aibot_upload_media_chunk": take_chunk,
    "aibot_upload_media_finish": finish_upload,
}


def _request(robot: Robot, req_id: str, kind: str) -> Request:
    request = robot.requests.get(req_id)
    if request is None or request.kind != kind or request.answered:
        raise WecomError(BAD_REQ_ID, "invalid req_id")
    return request


def _check_in_time(core: Core, request: Request) -> None:
    if core.clock() - request.at > ANSWER_WITHIN:
        raise WecomError(BAD_REQ_ID, "invalid req_id")


def _check_there(core: Core, robot: Robot, chat: Chat) -> None:
    if robot.bot_id not in chat.robots or not (chat.group or chat.id in core.people):
        raise WecomError(NO_SUCH_CHAT, "chatid not exist")


def _addressed(core: Core, robot: Robot, chat_id: str, chat_type: object) -> Chat | None:
    """chat_type: 1 a member, 2 a group, 0 one of them."""
    if chat_type in (0, 2) and chat_id in core.groups:
        return core.groups[chat_id]
    if chat_type in (0, 1) and chat_id in core.people:
        return core.single(robot, chat_id)
    return None


def _stream(core: Core, robot: Robot, request: Request, stream: Any) -> None:
    """The first piece makes a message, later ones with its id replace what it says."""
    if not isinstance(stream, dict) or not stream.get("id"):
        raise bad_parameter("stream.id missing")
    content = _words(stream.get("content", ""), "stream.content", may_be_empty=True)
    said = request.streams.get(stream["id"])
    if core.clock() - request.at >= core.limits.stream_for:
        raise WecomError(STREAM_EXPIRED, "stream message update expired, cannot update")
    if said is None:
        _count(core, robot, request.chat)
        said = core.post(
            request.chat, sender=robot.bot_id, from_robot=True, kind="markdown", finished=False
        )
        said.feedback_id = (stream.get("feedback") or {}).get("id")
        request.streams[stream["id"]] = said
    elif said.finished:
        raise bad_parameter("stream is finished")
    said.text, said.finished = content, bool(stream.get("finish"))
    core.changed(request.chat)


def _stream_with_card(core: Core, robot: Robot, request: Request, body: Body) -> None:
    if "template_card" in body:
        _check_new_card(robot, body["template_card"])
    _stream(core, robot, request, body.get("stream"))
    if "template_card" in body:
        _post(core, robot, request.chat, {**body, "msgtype": "template_card"})


def _post(core: Core, robot: Robot, chat: Chat, body: Body) -> None:
    kind = body["msgtype"]
    content = body.get(kind)
    if not isinstance(content, dict):
        raise bad_parameter(f"{kind} missing")
    fields: dict[str, Any] = {}
    match kind:
        case "template_card":
            _check_new_card(robot, content)
            fields["card"] = _without_disable(content)
            fields["feedback_id"] = (content.get("feedback") or {}).get("id")
        case "text" | "markdown":
            fields["text"] = _words(content.get("content"), f"{kind}.content")
            fields["feedback_id"] = (content.get("feedback") or {}).get("id")
        case _:
            fields["files"] = (core.media.uploaded(content.get("media_id"), kind, core.clock()),)
    _count(core, robot, chat)
    post = core.post(chat, sender=robot.bot_id, from_robot=True, kind=kind, **fields)
    if post.card and "task_id" in post.card:
        robot.task_ids[post.card["task_id"]] = post


def _check_new_card(robot: Robot, card: Any) -> None:
    check_card(card)
    if card.get("task_id") in robot.task_ids:
        raise bad_parameter("template_card.task_id duplicated")


def _without_disable(card: Card) -> Card:
    """A question can be closed only by an update."""
    names = ("button_selection", "checkbox")
    open_card = {
        name: {key: value for key, value in part.items() if key != "disable"}
        if name in names
        else part
        for name, part in card.items()
    }
    if "select_list" in card:
        open_card["select_list"] = [
            {key: value for key, value in part.items() if key != "disable"}
            for part in card["select_list"]
        ]
    return open_card


def _show(post: Post, card: Card, userids: list[str] | None) -> None:
    if userids:
        post.looks |= dict.fromkeys(userids, card)
    else:
        post.card = card
        post.looks.clear()


def _count(core: Core, robot: Robot, chat: Chat) -> None:
    pace = robot.paces.setdefault(chat.id, Pace())
    limits = core.limits
    pace.count(core.clock(), a_minute=limits.a_minute, an_hour=limits.an_hour)


def _words(content: Any, name: str, *, may_be_empty: bool = False) -> str:
    if not isinstance(content, str) or not (content or may_be_empty):
        raise bad_parameter(f"{name} missing")
    if len(content.encode()) > MARKDOWN_BYTES:
        raise bad_parameter(f"{name} exceed max length {MARKDOWN_BYTES}")
    return content
