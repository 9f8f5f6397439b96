"""What the message board hands in."""

from handlers.board import card, notices
from handlers.board.writing import begin, board, idle, offered
from handlers.common.i18n import mark
from handlers.common.subject import Subject, Way
from storage.tables import BoardMessage

SUBJECT = Subject(
    commands=(("board", mark("留言板：给书记留言，看大家说的话")),),
    ways=(Way("board", begin, offered=offered),),
    private=(board,),
    groups=(card.card,),
    idle=(idle,),
    tellings=(notices.telling,),
    rows={"message": BoardMessage},
)
