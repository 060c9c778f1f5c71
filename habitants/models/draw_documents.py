"""The public file of a draw, as it stands: docs/tirage.md tells each name."""

import json
from datetime import UTC

from habitants import proof


class Documented:
    """What a `Draw` publishes."""

    def pool_document(self):
        document = {
            "code": self.code_version,
            "seats": self.seats,
            "quotas": self.quotas,
            "seated": self.seated,
            "people": self.people,
        }
        return document | {"frozen_at": _iso(self.frozen_at), "sha256": self.pool_sha256}

    def document(self):
        found = {
            "format": proof.FORMAT,
            "draw": self.pk,
            "group": self.cohort.name,
            "pool": self.pool_document(),
        }
        if self.has_panels:
            found["portfolio"] = {
                "published_at": _iso(self.portfolio_at),
                "panels": self.lines,
                "sha256": self.portfolio_sha256,
            }
        if self.has_source:
            found["source"] = {
                "named_at": _iso(self.source_named_at),
                "kind": self.source_kind,
                "reference": self.source_reference,
                "unknown_until": _iso(self.source_unknown_until),
                "due_at": _iso(self.source_at),
            }
        if self.is_done:
            found["value"] = {
                "entered_at": _iso(self.value_entered_at),
                "kind": self.value_kind,
                "value": self.value,
                "reference": self.value_reference,
                "fallback": self.value_fallback,
            }
            found["result"] = {
                "counter": self.counter,
                "index": self.index,
                "panel": self.panel,
                "order": self.order,
                "substitutes": self.substitutes,
            }
        return found

    def as_file(self):
        return json.dumps(self.document(), ensure_ascii=False, indent=1)


def _iso(moment):
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
