"""What is told of surveys, and the card of one in its office's group."""

from dataclasses import dataclass

from services.news import CardSubject, News


@dataclass(frozen=True, slots=True)
class SurveyInvited(News):
    """These people are asked."""

    survey_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SurveyReminded(News):
    """These have not answered yet."""

    survey_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SurveyCard(CardSubject):
    """How far a survey is, for the office that sent it out."""

    survey_id: int


@dataclass(frozen=True, slots=True)
class SurveyOutcome(News):
    """These people answered, and hear what was done."""

    survey_id: int
    person_ids: tuple[int, ...]
