"""Groups of WeCom that have a webhook (群机器人, 消息推送) and no robot: nothing comes from there.

What can be pressed is a link to a page of ours (bot/web/actions.py); what is done there comes in as
if it came from the group.
"""
