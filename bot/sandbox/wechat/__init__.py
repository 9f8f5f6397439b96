"""A local WeChat: the platform of one official account (服务号), and phones of its followers.

Written from the documents of WeChat, independent of the bot's own reading of them. `Platform`
(platform.py) is all of it in memory:

    platform = Platform(clock)                        # or Platform(clock, Account(aes_key=KEY))
    platform.deliver = receive                        # or deliver_to(url), see below
    lin = platform.add_person("林")                   # a phone; does not follow yet
    await lin.follow()                                # subscribe
    callback = await lin.say("灯坏了")                 # returns when answered, or given up
    assert lin.screen[-1].text == "好的，在哪里？"

**Clock.** `clock()` gives the time, aware; windows, tokens, media, scenes and limits follow it.
Only the wait for an answer to a callback is real time: `platform.patience`, in seconds, 5 as on
WeChat; tests shorten it.

**Between runs.** `Platform(clock, path=Path("data/….json"))` comes back as it was (snapshot.py).

**On the page.** `add_wechat_phones(app, platform)` (phones.py), beside `add_wechat`, puts the
phones on the sandbox's page; without it the page shows none.

**The account** (account.py). `Account(appid, secret, token, aes_key, gh_id, kind, allowed_ips)`,
all with defaults. aes_key: EncodingAESKey, 43 characters, or "" for plain mode. gh_id: the
ToUserName of callbacks. kind: `Kind.VERIFIED_SERVICE`, `Kind.UNVERIFIED` (48001 nearly everywhere),
`Kind.TEST` (40200 for msgmenu). allowed_ips: None lets everybody have a token.

**What the product calls.** `await platform.call("POST", "/cgi-bin/message/custom/send",
{"access_token": token}, body, content_type, ip=…) -> Answer(status, body, content_type)`. Over
HTTP `add_wechat(app, platform)` (routes.py) mounts the same paths of an aiohttp
application: its address stands in for https://api.weixin.qq.com. Served (api/__init__.py):
stable_token, token, message/custom/send, media/upload, media/get, menu/create|get|delete,
qrcode/create, message/template/send, template/get_all_private_template,
message/subscribe/bizsend, user/info; and /wxaapi/newtmpl/gettemplate.

`platform.calls` lists what was called (path, query, body, answer). `platform.fail(path, code,
times=1)` makes the next calls of a path fail with a code (-1, 45009, 45011, 48002, …).
`platform.daily_limits[path]` and `platform.scenes.limit` may be lowered; `platform.tokens.revoke()`
ends all tokens (40001). `platform.add_template(Template(id, title, {"thing1": "事项", …}))`
(templates.py) adds what may be sent; with consent=Consent.ONCE or STANDING it is for bizsend.

**What the product receives.** `platform.deliver` is `async (query: dict[str, str], body: bytes)
-> tuple[int, bytes]`. A body is POSTed; the check of the address is a call with `echostr` in the
query and no body: `await platform.check_callback()` says whether it was answered rightly. Over
HTTP: `async with deliver_to(url) as platform.deliver` (posting.py).

Each callback is tried three times while no answer comes within `patience`, the connection breaks,
or the status is not 200. A handler is not cancelled when the platform stops waiting for it. After
the third try the phone shows 该公众号暂时无法提供服务，请稍后再试; it shows that at once for a body
that is neither empty, nor `success`, nor a good reply (encrypted where AES is set, text of at most
2048 bytes).

What people do returns a `Callback`: `fields`, `tries` (query, body, answer), `outcome`.
`await platform.redeliver(callback)` posts the same once more, as WeChat may at any time;
`platform.lose_answers(times=1)` makes it do so by itself: the next answers are given, but do not
arrive. For bad input take `callback.tries[0]`, change it and call your own receiver;
`platform.send(openid, kind, **fields)` and `send_event(openid, event, **fields)` post kinds and
events that WeChat does not have; `add_person(name, openid="…")` takes any openid.
Callbacks that follow on a call (TEMPLATESENDJOBFINISH, subscribe_msg_sent_event) go out beside
it: `await platform.settled()` waits for them. `platform.callbacks` lists all.
`platform.msgmenu_ids = "kept" | "zero" | "missing"`: the bizmsgmenuid of clicks; the field knows
all three.

**Phones** (follower.py; writing.py, pressing.py, phone.py). `Follower`: openid,
follow(scene_url=""), unfollow(), scan(url), say(text), send_photo(jpeg), send_voice(amr),
send_video(mp4), send_short_video(mp4), send_location(latitude, longitude, label), send_link(title,
description, url), report_location(latitude, longitude). On the menu, by key or by what a button
reads: menu, click(button), open_page(button), choose_location(button, latitude, longitude, label),
scan_for(button, result), take_photos(button, photos). pick(content) clicks an item of a msgmenu;
tap(label) an `<a>`: a weixin://bizmsgmenu link writes, another returns its href.
allow(template_id) and refuse(template_id) are the buttons of the page that asks for 订阅通知,
withdraw(template_id) the switch in the settings. `takes_messages`, `takes_templates`, `blacklisted`
may be set. Who does not follow, or presses what is not there, gets a PhoneError. Locations are
GCJ-02, as WeChat's are.

`screen` is everything the phone shows, in order, never changed: `Bubble(at, by, via, kind, text,
…)` (screen.py). `by` is "person", "account" or "system"; `via` is "passive", "custom", "template"
or "subscription". `heard` is the texts of the account and the system alone.

**Quotas** (windows.py). A written message opens 5 for 48 hours; a click, a follow, a scan 3 for
one minute. A message counts against both, and may be sent while either has something left: they
never add up. None open: 45015; used up: 45047. Passive replies are free.

Where WeChat's documents say nothing, the choice stands beside the code, marked "Assumed".
"""
