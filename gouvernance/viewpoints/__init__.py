"""
Groups of opinion in a consultation, computed as Polis does. Pure: numpy and scipy, no request, no database.

    consultation = consult(votes, moderated=…, previous=memory)
    if consultation.hidden is None: consultation.groups, .points, .representative("A"), .agreements(), .divides()
    consultation.counts, consultation.memory      # always; keep the memory for the next computation

Sources: C. Small and others, Polis: Scaling Deliberation by Mapping High Dimensional Opinion Spaces (Recerca 26(2),
2021), and what Polis' own engine does where it says more than the paper.
"""

from gouvernance.viewpoints.consultation import Consultation, Hidden, Memory, consult
from gouvernance.viewpoints.votes import VoteError

__all__ = ["Consultation", "Hidden", "Memory", "VoteError", "consult"]
