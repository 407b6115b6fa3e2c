"""Claim first: a document has spans, and no number exists without one."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.plan.enums import DocumentKind


class Document(Entity):
    """A text that claims something: a plan document, a submission's canonical text, a report, an amendment.

    `sha256` is that of the original bytes. `text` is kept for texts made here (submissions, reports,
    amendments); of an uploaded document the original is kept by content hash in `documents`, and of a shipped
    edition nothing but the hash is known. `not_understood` are the numbers that no rule explains, as
    [line, start, end, text, reason].
    """

    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100, default="text/plain")
    title = models.CharField(max_length=300, blank=True)
    line_count = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    not_understood = models.JSONField(default=list)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "sha256"], name="document_once"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind"),
        ]

    def __str__(self) -> str:
        return self.title or self.sha256[:12]


class DocumentSection(Entity):
    """A heading and the lines under it; `path` are the headings from the top, the own one last."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    path = models.JSONField(default=list)
    kind = models.CharField(max_length=20, default="other")
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField(null=True)
    ministry = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="section_once"),
            models.CheckConstraint(
                condition=Q(first_line__gte=1) & Q(last_line__gte=F("first_line")), name="section_lines"
            ),
        ]

    def __str__(self) -> str:
        return " > ".join(self.path)


class Span(Entity):
    """A stretch of one line: `line` is 1-based, `start` and `end` 0-based code points, `end` exclusive.

    `text` are the number and its unit as printed, nothing else of the line.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="spans")
    line = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering = ["line", "start"]
        constraints = [
            models.UniqueConstraint(fields=["document", "line", "start", "end"], name="span_once"),
            models.CheckConstraint(condition=Q(line__gte=1) & Q(end__gt=F("start")), name="span_bounds"),
        ]

    def __str__(self) -> str:
        return f"{self.line}:{self.start}-{self.end} {self.text}"
