from initiatives.models.attachments import Attachment, Photo
from initiatives.models.comments import Comment
from initiatives.models.factors import Finding, Lever, Obstacle
from initiatives.models.initiatives import Initiative, Partnership
from initiatives.models.inspirations import Inspiration
from initiatives.models.readings import Reading, ReadingOptOut
from initiatives.models.transfers import Transfer
from initiatives.models.unsaved import Unsaved
from initiatives.models.versions import Version
from initiatives.models.words import Word

__all__ = [
    "Attachment",
    "Comment",
    "Finding",
    "Initiative",
    "Inspiration",
    "Lever",
    "Obstacle",
    "Partnership",
    "Photo",
    "Reading",
    "ReadingOptOut",
    "Transfer",
    "Unsaved",
    "Version",
    "Word",
]
