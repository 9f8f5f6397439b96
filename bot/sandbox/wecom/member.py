"""A member's phone. What it does not offer is a PhoneError."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.wecom.card_text import questions_of
from bot.sandbox.wecom.chats import Card, Chat, File, Kind, Post, Shown, shown_to
from bot.sandbox.wecom.core import MESSAGE, Core
from bot.sandbox.wecom.frames import body_of
from bot.sandbox.wecom.robots import Request, Robot

BEIJING = ZoneInfo("Asia/Shanghai")
SHAREABLE = ("image", "file", "video")

Chosen = Mapping[str, Sequence[str]]


class Member:
    """Made by Gateway.add_member. `robot` is a bot_id, needed where there are several."""

    def __init__(self, core: Core, userid: str) -> None:
        self._core = core
        self.userid = userid

    def opens(self, robot: str | None = None) -> bool:
        """Opens the single chat. True if enter_chat was sent and received: once a day at most."""
        of, chat = self._single(robot)
        day = self._core.clock().astimezone(BEIJING).date()
        if (self.userid, day) in of.greeted:
            return False
        of.greeted.add((self.userid, day))
        return self._core.deliver_event(of, "enter_chat", {}, self._request("welcome", chat))

    def says(self, text: str, *, quote: Shown | None = None, robot: str | None = None) -> Shown:
        """Writes in the single chat."""
        return self._tells(robot, kind="text", text=_some(text), quoted=self._quoted(quote))

    def speaks(self, words: str, *, robot: str | None = None) -> Shown:
        """A voice message in the single chat: the robot is told the words, never the sound."""
        return self._tells(robot, kind="voice", text=_some(words))

    def sends(
        self, kind: str, data: bytes, name: str = "file", *, robot: str | None = None
    ) -> Shown:
        """An image, file or video in the single chat."""
        return self._tells(robot, kind=_shareable(kind), files=(File(kind, name, data),))

    def sends_mixed(
        self, text: str, pictures: Sequence[bytes], *, robot: str | None = None
    ) -> Shown:
        """Words with pictures in the single chat."""
        return self._tells(robot, kind="mixed", text=text, files=_images(pictures))

    def mentions(
        self,
        group: Chat,
        text: str,
        *,
        pictures: Sequence[bytes] = (),
        quote: Shown | None = None,
        robot: str | None = None,
    ) -> Shown:
        """Writes in a group with an @-mention: the only thing that a robot hears there."""
        of = self._core.robot(robot)
        if of.bot_id not in group.robots:
            raise PhoneError(f"{of.name} is not in this group.")
        post = self._posts(
            group,
            kind="mixed" if pictures else "text",
            text=text,
            mention=of.name,
            files=_images(pictures),
            quoted=self._quoted(quote),
        )
        group.opened.add(of.bot_id)
        body = body_of(self._core, of, post, self.userid, mention=f"@{of.name} ")
        self._core.deliver(of, MESSAGE, body, self._request("message", group))
        return shown_to(self.userid, post)

    def writes(self, group: Chat, text: str) -> Shown:
        """Writes in a group to the people there."""
        return shown_to(self.userid, self._posts(group, kind="text", text=_some(text)))

    def shares(self, group: Chat, kind: str, data: bytes, name: str = "file") -> Shown:
        """An image, file or video in a group, where no robot hears of it."""
        files = (File(kind, name, data),)
        return shown_to(self.userid, self._posts(group, kind=_shareable(kind), files=files))

    def presses(self, shown: Shown, label: str, chosen: Chosen | None = None) -> bool:
        """A card's button, or an entry of its menu, by what is written on it; see `taps`."""
        _, post = self._find(shown)
        now = shown_to(self.userid, post)
        if label not in now.buttons:
            raise PhoneError(f"There is no “{label}” on this card, only {list(now.buttons)}.")
        return self.taps(shown, now.buttons[label], chosen)

    def submits(self, shown: Shown, chosen: Chosen) -> bool:
        """A vote or drop-downs: option ids by question_key; see `taps`."""
        card = self._card(shown)
        if "submit_button" not in card:
            raise PhoneError("There is nothing to submit on this card.")
        return self.taps(shown, card["submit_button"]["key"], chosen)

    def taps(self, shown: Shown, key: str, chosen: Chosen | None = None) -> bool:
        """The button with this key. False if no robot was there to hear of it."""
        chat, post = self._find(shown)
        card = self._card(shown)
        if key not in shown_to(self.userid, post).buttons.values():
            raise PhoneError(f"There is no button {key} on this card.")
        content = {
            "card_type": card["card_type"],
            "event_key": key,
            "task_id": card["task_id"],
        }
        if selected := _selected(card, chosen or {}):
            content["selected_items"] = {"selected_item": selected}
        request = self._request("tap", chat, tapped=post)
        of = self._core.robot(post.sender)
        return self._core.deliver_event(of, "template_card_event", content, request)

    def rates(self, shown: Shown, verdict: int, words: str = "") -> bool:
        """A robot's answer that asked for it: 1 accurate, 2 inaccurate, 3 taken back."""
        chat, post = self._find(shown)
        if not post.feedback_id:
            raise PhoneError("This message does not ask for feedback.")
        content: dict[str, Any] = {"id": post.feedback_id, "type": verdict}
        if words:
            content["content"] = words
        of = self._core.robot(post.sender)
        return self._core.deliver_event(of, "feedback_event", content, self._request("event", chat))

    def leaves(self) -> None:
        """The enterprise, and with it all groups. The robot is not told."""
        self._check_here()
        del self._core.people[self.userid]
        for group in self._core.groups.values():
            if self.userid in group.members:
                group.members.remove(self.userid)
                self._core.changed(group)

    def screen(self, group: Chat | None = None, *, robot: str | None = None) -> list[Shown]:
        """A group, or the single chat, as this member sees it, oldest first."""
        chat = group or self._single(robot)[1]
        self._check_in(chat)
        return [shown_to(self.userid, post) for post in chat.posts]

    def _tells(self, bot_id: str | None, **fields: Any) -> Shown:
        robot, chat = self._single(bot_id)
        post = self._posts(chat, **fields)
        chat.opened.add(robot.bot_id)
        body = body_of(self._core, robot, post, self.userid)
        self._core.deliver(robot, MESSAGE, body, self._request("message", chat))
        return shown_to(self.userid, post)

    def _posts(self, chat: Chat, **fields: Any) -> Post:
        self._check_in(chat)
        return self._core.post(chat, sender=self.userid, from_robot=False, **fields)

    def _request(self, kind: Any, chat: Chat, tapped: Post | None = None) -> Request:
        return Request(kind, chat, self._core.clock(), self.userid, tapped)

    def _single(self, bot_id: str | None) -> tuple[Robot, Chat]:
        robot = self._core.robot(bot_id)
        return robot, self._core.single(robot, self.userid)

    def _card(self, shown: Shown) -> Card:
        card = self._find(shown)[1].card_for(self.userid)
        if card is None:
            raise PhoneError("This is no card.")
        return card

    def _find(self, shown: Shown) -> tuple[Chat, Post]:
        chat, post = self._core.posts[shown.number]
        self._check_in(chat)
        return chat, post

    def _quoted(self, shown: Shown | None) -> Post | None:
        return self._find(shown)[1] if shown else None

    def _check_here(self) -> None:
        if self.userid not in self._core.people:
            raise NotOnThisPhoneError(f"{self.userid} is not in the enterprise.")

    def _check_in(self, chat: Chat) -> None:
        self._check_here()
        if self.userid not in chat.members:
            raise NotOnThisPhoneError(f"{self.userid} does not see this chat.")


def _some(text: str) -> str:
    if not text:
        raise PhoneError("There is nothing to send.")
    return text


def _shareable(kind: str) -> Kind:
    for known in SHAREABLE:
        if kind == known:
            return known  # type: ignore[return-value]
    raise PhoneError(f"A phone cannot send {kind} like this.")


def _images(pictures: Sequence[bytes]) -> tuple[File, ...]:
    return tuple(File("image", "picture.png", data) for data in pictures)


def _selected(card: Card, chosen: Chosen) -> list[dict[str, Any]]:
    """What stands chosen in each question: of a drop-down its first option if nothing was."""
    questions = {each["question_key"]: each for each in questions_of(card)}
    if unknown := chosen.keys() - questions.keys():
        raise PhoneError(f"This card does not ask {unknown}.")
    selected = []
    for key, question in questions.items():
        options = [option["id"] for option in question["option_list"]]
        ids = list(chosen.get(key, _preselected(card, question, options)))
        several = question is card.get("checkbox") and question.get("mode") == 1
        if key in chosen and question.get("disable"):
            raise PhoneError(f"{key} cannot be answered any more.")
        if not set(ids) <= set(options) or len(ids) > (len(options) if several else 1):
            raise PhoneError(f"{ids} cannot be chosen of {options}.")
        selected.append({"question_key": key, "option_ids": {"option_id": ids}})
    return selected


def _preselected(card: Card, question: dict[str, Any], options: list[str]) -> list[str]:
    if question is card.get("checkbox"):
        return [option["id"] for option in question["option_list"] if option.get("is_checked")]
    chosen = question.get("selected_id")
    return [chosen if chosen in options else options[0]]
