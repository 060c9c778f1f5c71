from initiatives.models.assessments import Answer, Level, Moment, Respondent, Statement
from initiatives.models.attachments import Attachment, Photo
from initiatives.models.certificates import Certificate
from initiatives.models.comments import Comment
from initiatives.models.courses import Course
from initiatives.models.enrolments import Enrolment
from initiatives.models.factors import Finding, Lever, Obstacle
from initiatives.models.initiatives import Initiative, Partnership
from initiatives.models.inspirations import Inspiration
from initiatives.models.methods import Method
from initiatives.models.readings import Reading, ReadingOptOut
from initiatives.models.transfers import Transfer
from initiatives.models.unsaved import Unsaved
from initiatives.models.versions import Version
from initiatives.models.words import Word
from initiatives.models.workshops import Attendance, HalfDay, Workshop

__all__ = [
    "Answer",
    "Attachment",
    "Attendance",
    "Certificate",
    "Comment",
    "Course",
    "Enrolment",
    "Finding",
    "HalfDay",
    "Initiative",
    "Inspiration",
    "Level",
    "Lever",
    "Method",
    "Moment",
    "Obstacle",
    "Partnership",
    "Photo",
    "Reading",
    "ReadingOptOut",
    "Respondent",
    "Statement",
    "Transfer",
    "Unsaved",
    "Version",
    "Word",
    "Workshop",
]
