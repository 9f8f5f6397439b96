"""Surveys (问卷, 问效于民): what is asked, who is asked, what they answered, what is published."""
