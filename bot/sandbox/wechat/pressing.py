"""What a person can press: the account's menu, a msgmenu, links, the page that asks for consent."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.callbacks import Callback
from bot.sandbox.wechat.menu import Button, leaves
from bot.sandbox.wechat.templates import Consent, Template
from bot.sandbox.wechat.writing import Writing

_MENU_KEPT = timedelta(minutes=5)
_WRITES = "weixin://bizmsgmenu"


class Pressing(Writing):
    """PhoneError for what is not on the screen. Menu buttons are named by key, or as they read."""

    _menu: Sequence[Button] = ()
    _menu_read_at: datetime | None = None

    @property
    def menu(self) -> list[Button]:
        """The buttons the phone shows: read again when they are older than five minutes."""
        self._check_follows()
        now = self._platform.clock()
        if self._menu_read_at is None or now - self._menu_read_at >= _MENU_KEPT:
            self._menu, self._menu_read_at = tuple(self._platform.menu), now
        return list(self._menu)

    async def click(self, button: str) -> Callback:
        key = self._button(button, "click")["key"]
        return await self._tap("CLICK", EventKey=key)

    async def open_page(self, button: str) -> Callback:
        """Opens no window."""
        url = self._button(button, "view", named_by="url")["url"]
        return await self._platform.send_event(self.openid, "VIEW", EventKey=url)

    async def scan_for(self, button: str, result: str) -> Callback:
        """The menu's scanner reads `result`."""
        pressed = self._button(button, "scancode_push", "scancode_waitmsg")
        info = {"ScanType": "qrcode", "ScanResult": result}
        return await self._tap(pressed["type"], EventKey=pressed["key"], ScanCodeInfo=info)

    async def choose_location(
        self, button: str, latitude: float, longitude: float, label: str = ""
    ) -> Callback:
        """An event, and the location message that follows it; the message's callback."""
        key = self._button(button, "location_select")["key"]
        info = {
            "Location_X": str(latitude),
            "Location_Y": str(longitude),
            "Scale": "15",
            "Label": label,
            "Poiname": "",
        }
        await self._platform.send_event(
            self.openid, "location_select", EventKey=key, SendLocationInfo=info
        )
        return await self.send_location(latitude, longitude, label)

    async def take_photos(self, button: str, photos: Sequence[bytes]) -> list[Callback]:
        """An event, and a message for each photo; the messages' callbacks."""
        pressed = self._button(button, "pic_sysphoto", "pic_photo_or_album", "pic_weixin")
        sums = [
            {"PicMd5Sum": hashlib.md5(photo, usedforsecurity=False).hexdigest()} for photo in photos
        ]
        await self._platform.send_event(
            self.openid,
            pressed["type"],
            EventKey=pressed["key"],
            SendPicsInfo={"Count": len(photos), "PicList": {"item": sums}},
        )
        return [await self.send_photo(photo) for photo in photos]

    async def pick(self, content: str) -> Callback:
        """An item of the latest msgmenu that has it; such a menu works for ever."""
        for bubble in reversed(self.screen):
            for item in bubble.items:
                if item.content == content:
                    return await self._write_by_menu(content, item.id)
        raise PhoneError(f"There is no “{content}” to pick.")

    async def tap(self, label: str, on: str = "") -> Callback | str:
        """A link in the latest text that has it, and contains `on`: a weixin://bizmsgmenu link
        writes its words, of any other the address that the phone opens is returned.
        """
        for bubble in reversed(self.screen):
            for link in bubble.links:
                if link.text != label or on not in bubble.text:
                    continue
                if not link.href.startswith(_WRITES):
                    return link.href
                words = parse_qs(urlsplit(link.href).query)
                return await self._write_by_menu(
                    words["msgmenucontent"][0], words.get("msgmenuid", [""])[0]
                )
        raise PhoneError(f"There is no link “{label}”.")

    @property
    def asked_for(self) -> list[Template]:
        """What a page or an article asks them for, and the account's settings list."""
        every = self._platform.templates.values()
        return [each for each in every if each.consent is not Consent.NONE]

    async def allow(self, template_id: str) -> Callback:
        """On the page that asks: one message more of this template, or any of a standing one."""
        self._check_asked(template_id)
        standing = self._platform.templates[template_id].consent is Consent.STANDING
        self.consents[template_id] = 1 if standing else self.consents[template_id] + 1
        self._platform.tell(self.openid)
        return await self._answer_popup(template_id, "accept")

    async def refuse(self, template_id: str) -> Callback:
        """On the page that asks. Takes nothing back."""
        self._check_asked(template_id)
        return await self._answer_popup(template_id, "reject")

    async def withdraw(self, template_id: str) -> Callback:
        """In the account's settings: no more of this template."""
        self._check_asked(template_id)
        self.consents[template_id] = 0
        self._platform.tell(self.openid)
        change = {"TemplateId": template_id, "SubscribeStatusString": "reject"}
        return await self._platform.send_event(
            self.openid, "subscribe_msg_change_event", SubscribeMsgChangeEvent={"List": [change]}
        )

    def _button(self, wanted: str, *kinds: str, named_by: str = "key") -> Button:
        for button in leaves(self.menu):
            if button["type"] in kinds and wanted in {button[named_by], button["name"]}:
                return button
        raise PhoneError(f"There is no “{wanted}” on the menu.")

    async def _tap(self, event: str, **fields: "str | dict[str, str]") -> Callback:
        self.windows.open_by_tap(self._platform.clock())
        return await self._platform.send_event(self.openid, event, **fields)

    async def _write_by_menu(self, content: str, menu_id: str) -> Callback:
        self._write("text", content)
        ids = {"kept": {"bizmsgmenuid": menu_id}, "zero": {"bizmsgmenuid": "0"}, "missing": {}}
        extra = ids[self._platform.msgmenu_ids]
        return await self._platform.send(self.openid, "text", Content=content, **extra)

    async def _answer_popup(self, template_id: str, status: str) -> Callback:
        answer = {
            "TemplateId": template_id,
            "SubscribeStatusString": status,
            "PopupScene": "2",
        }
        return await self._platform.send_event(
            self.openid, "subscribe_msg_popup_event", SubscribeMsgPopupEvent={"List": [answer]}
        )

    def _check_asked(self, template_id: str) -> None:
        template = self._platform.templates.get(template_id)
        if template is None or template.consent is Consent.NONE:
            raise PhoneError(f"Nothing asks for consent to “{template_id}”.")
