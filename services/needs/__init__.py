"""问需于民: needs that residents say and second, what is offered, and projects made of the two.

A need goes to the community's office, which puts it on the list (需求清单) or says why not, and
groups alike ones. What units, partners and volunteers offer stands beside it (资源清单). Of a need,
with a resource or without, staff make a project (项目清单); who wanted it hears each step.
"""

from services.needs.saying import NewNeed, from_words, say, second, take_back

__all__ = ["NewNeed", "from_words", "say", "second", "take_back"]
