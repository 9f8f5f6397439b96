"""Surveys copied out of 问卷星 or Word as text, such as staff have at hand.

Numbered questions (`1.`, `1、`, `一、`, `第1题`, `Q1`), lettered or ticked options (`A.`, `①`, `□`)
on lines of their own or in one, marks for the type and for 必填 in brackets. Whatever else is
written is kept where it will be seen, and told as a doubt: staff look over each question.
"""

from services.surveys.pasted.doubts import Doubt, Why
from services.surveys.pasted.reading import Pasted, read

__all__ = ["Doubt", "Pasted", "Why", "read"]
