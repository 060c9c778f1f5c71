from initiatives.models.attachments import Attachment, Photo
from initiatives.models.factors import Finding, Lever, Obstacle
from initiatives.models.initiatives import Initiative, Partnership
from initiatives.models.readings import Comment, Reading
from initiatives.models.transfers import Inspiration, Transfer
from initiatives.models.versions import Version

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
    "Version",
]
