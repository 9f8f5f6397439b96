"""What is told of surveys, and the card of one in its office's group."""

from dataclasses import dataclass

from services.news import CardSubject


@dataclass(frozen=True, slots=True)
class SurveyCard(CardSubject):
    """How far a survey is, for the office that sent it out."""

    survey_id: int
