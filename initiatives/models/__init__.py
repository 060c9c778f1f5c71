from initiatives.models.attachments import Attachment, Photo
from initiatives.models.factors import Finding, Lever, Obstacle
from initiatives.models.initiatives import Initiative, Partnership
from initiatives.models.readings import Comment, Reading
from initiatives.models.transfers import Inspiration, Transfer
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
    "Transfer",
    "Unsaved",
    "Version",
    "Word",
]
