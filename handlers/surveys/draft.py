"""Where somebody is with a survey; what they answered stands on the survey's roll."""

from dataclasses import dataclass, field
from typing import ClassVar

from handlers.common.kept import Kept
from handlers.common.talk import Talk
from services.surveys import answering
from services.surveys.answering import Sheet
from services.surveys.questions import Question, Value


@dataclass(slots=True)
class Answering(Kept):
    KEY: ClassVar = "surveying"

    survey_id: int = 0
    name: str = ""
    """Of the question that stands; empty for the next one without an answer."""
    ticked: list[str] = field(default_factory=list)
    """Of several that can be chosen, or 其他 whose words are asked for."""

    async def sheet(self, talk: Talk) -> Sheet:
        """Raises NotFound, HandedIn and SurveyOver."""
        return await answering.sheet(
            talk.session, self.survey_id, talk.user_id, now=talk.now, zone=talk.config.zone
        )

    async def question(self, talk: Talk) -> Question:
        """The one that stands. Raises as `sheet`."""
        sheet = await self.sheet(talk)
        found = next((each for each in sheet.definition.questions if each.name == self.name), None)
        found = found or sheet.question
        assert found is not None, "what is whole is looked through, not asked"
        return found

    async def take(self, talk: Talk, value: Value, other: str = "") -> Sheet:
        """Raises as `answering.take`."""
        sheet = await answering.take(
            talk.session,
            self.survey_id,
            talk.user_id,
            self.name,
            value,
            other=other,
            now=talk.now,
            zone=talk.config.zone,
        )
        self.name, self.ticked = "", []
        return sheet
