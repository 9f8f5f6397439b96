"""user/info. No nickname, picture, sex or place since 27 December 2021: the fields come empty.

https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo.html
"""

from typing import TYPE_CHECKING

from bot.sandbox.wechat.api.request import Answer, Request, json_answer
from bot.sandbox.wechat.times import seconds

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform


def info(platform: "Platform", request: Request) -> Answer:
    person = platform.person(request.query.get("openid"))
    if person.followed_at is None:
        return json_answer({"subscribe": 0, "openid": person.openid})
    return json_answer(
        {
            "subscribe": 1,
            "openid": person.openid,
            "nickname": "",
            "sex": 0,
            "language": "zh_CN",
            "city": "",
            "province": "",
            "country": "",
            "headimgurl": "",
            "subscribe_time": seconds(person.followed_at),
            "remark": "",
            "groupid": 0,
            "tagid_list": [],
            "subscribe_scene": "ADD_SCENE_QR_CODE" if person.came_by else "ADD_SCENE_SEARCH",
            "qr_scene": 0,
            "qr_scene_str": person.came_by,
        }
    )
