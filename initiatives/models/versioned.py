"""What a sheet says as one value: kept as versions, compared, and written back."""

from itertools import pairwise

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from initiatives.models.versions import Version
from initiatives.sections import Section

FIELDS = [
    *("kind", "title", "summary", "main_theme_id", "carrier_id", "other_partners", "place_id", "starts_on"),
    *("ends_on", "publics", "people", "hours", "budget", "inhabitants_place", "evidence", "transferable"),
    *(section.value for section in Section.texts()),
]
LINKED = ["themes", "districts", "events", "methods"]
# Photos and documents, each by its key and its words: what is stored never changes.
ENCLOSED = {"photos": ["alt", "caption"], "attachments": ["title"]}
FINDING = ["obstacle_id", "obstacle_words", "lever_id", "lever_words", "outcome"]


class Versioned(models.Model):
    """`content` is all that people wrote, as JSON types; `take` is its inverse, for some of its names or all."""

    # The number of its last version: who saves says which one they had read.
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def content(self):
        fields = {name: _as_json(getattr(self, name)) for name in FIELDS}
        linked = {name: sorted(getattr(self, name).values_list("pk", flat=True)) for name in LINKED}
        partners = self.partnerships.order_by("organisation", "role").values_list("organisation", "role")
        findings = self.findings.order_by("position", "pk").values(*FINDING)
        enclosed = {
            name: [list(row) for row in getattr(self, name).values_list("pk", *words)]
            for name, words in ENCLOSED.items()
        }
        rows = {"partners": [list(pair) for pair in partners], "findings": list(findings)}
        return {**fields, **linked, **rows, **enclosed}

    def content_of(self, number):
        """What it said in that version; {} when there is no such version."""
        version = self.versions.filter(number=number).first()
        return version.content if version else {}

    def last_change_of(self, names, *, since):
        """The last version after `since` that says one of these otherwise than the one before it, or None."""
        versions = self.versions.filter(number__gte=since).select_related("by")
        for after, before in pairwise(versions.iterator(chunk_size=20)):
            if any(after.content.get(name) != before.content.get(name) for name in names):
                return after
        return None

    @transaction.atomic
    def write(self, values, *, by, restores=None):
        """
        Say this from now on, `values` being names of `content` with what they become, and keep it as a version.
        What is named and no longer exists (a place, a tag, an erased photo) is left out; a photo that is no longer
        named is taken away, one that was taken away is put back. ValidationError, in French, for what the database
        would refuse: a public sheet without its summary, an end before the start.
        """
        carried_by = self.carrier_id
        for name in FIELDS:
            if name in values:
                field = self._meta.get_field(name.removesuffix("_id"))
                value = values[name]
                if field.is_relation:
                    value = value if field.related_model.objects.filter(pk=value).exists() else None
                else:
                    value = field.to_python(value) if value is not None else None
                setattr(self, name, value)
        self.validate_constraints()
        self.save()
        for name in LINKED:
            if name in values:
                manager = getattr(self, name)
                manager.set(manager.model.objects.filter(pk__in=values[name]))
        if "partners" in values:
            self._write_partners(values["partners"])
        if "findings" in values:
            self._write_findings(values["findings"])
        for name, words in ENCLOSED.items():
            if name in values:
                self._write_enclosed(name, words, values[name], by)
        if self.carrier_id != carried_by and by is not None:
            self.agree_or_ask(by=by)
        return self.write_version(by=by, restores=restores)

    @transaction.atomic
    def write_version(self, *, by, restores=None):
        """
        Keep what the sheet says now as a version, unless the last one says the same; the words it is found by
        follow. Returns the last version. Called after the sheet and its rows were saved, in their transaction.
        """
        sheets = type(self).objects
        # Two that save at once are numbered one after the other.
        self.version = sheets.select_for_update().values_list("version", flat=True).get(pk=self.pk)
        content = self.content
        last = self.versions.filter(number=self.version).first()
        if last is None or last.content != content:
            self.version += 1
            last = Version.objects.create(
                initiative=self, number=self.version, content=content, by=by, restores=restores
            )
            sheets.filter(pk=self.pk).update(version=self.version, updated_at=timezone.now())
        sheets.filter(pk=self.pk).refresh_search_text()
        return last

    def _write_partners(self, pairs):
        model = self.partnerships.model
        known = set(_existing("associations.Organisation", [key for key, _role in pairs]))
        self.partnerships.all().delete()
        model.objects.bulk_create(
            [model(initiative=self, organisation_id=key, role=role) for key, role in pairs if key in known],
            ignore_conflicts=True,
        )

    def _write_findings(self, rows):
        model = self.findings.model
        obstacles = set(_existing("initiatives.Obstacle", [row["obstacle_id"] for row in rows]))
        levers = set(_existing("initiatives.Lever", [row["lever_id"] for row in rows]))
        self.findings.all().delete()
        kept = [
            row
            for row in rows
            if {row["obstacle_id"]} <= {None, *obstacles}
            and {row["lever_id"]} <= {None, *levers}
            and (row["obstacle_id"] or row["lever_id"])
        ]
        model.objects.bulk_create(
            model(initiative=self, position=position, **row) for position, row in enumerate(kept)
        )

    def _write_enclosed(self, name, words, rows, by):
        model = getattr(self, name).model
        for position, (key, *said) in enumerate(rows):
            values = dict(zip(words, said, strict=True)) | {"removed_at": None, "removed_by": None}
            if name == "photos":
                values["position"] = position
            model.everything.filter(initiative=self, pk=key).update(**values)
        gone = getattr(self, name).exclude(pk__in=[key for key, *_said in rows])
        gone.update(removed_at=timezone.now(), removed_by=by)


def _existing(label, keys):
    return (
        apps.get_model(label).objects.filter(pk__in=[key for key in keys if key]).values_list("pk", flat=True)
    )


def _as_json(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
