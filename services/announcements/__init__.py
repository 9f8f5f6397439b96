"""Announcements (通知, 政策推送): how they are said, and what they mean for somebody."""
