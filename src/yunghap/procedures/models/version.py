"""Procedures, their dated versions, and the sources programs are compiled from."""

from django.db import models
from django.db.models import F, Q

from yunghap.core import clock
from yunghap.core.models import Entity
from yunghap.procedures.enums import Transition, VersionState


class ProgramSource(models.Model):
    """What a program is compiled from; never changed. `hash` is that of the compiled program.

    The key comes from the hash, so that a process that has compiled the program once knows it by its key for ever.
    `decisions` maps file names to DMN text, `deadlines` is the list of deadline rules as JSON.
    """

    id = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64, unique=True)
    diagram = models.BinaryField()
    decisions = models.JSONField(default=dict)
    deadlines = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now, editable=False)


class Procedure(Entity):
    """A procedure by its code, such as "sandbox.rapid-confirmation", through all its versions."""

    code = models.CharField(max_length=80, unique=True)
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)


class ProcedureVersion(Entity):
    """A procedure as the law has it from a date on: diagram, tables, deadlines, forms, letters, references.

    `forms`, `documents`, `letters` and `references` are JSON of the modules above; `nodes` says which node of the
    version before became which of this one. A version for simulation never takes effect. `applied_at` is when its
    transition clause was applied to the running instances.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=40)
    program = models.ForeignKey(ProgramSource, on_delete=models.PROTECT, related_name="+")
    effective_from = models.DateField()
    transition = models.CharField(max_length=16, choices=Transition.choices)
    transition_article = models.CharField(max_length=200, blank=True)
    simulation_only = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)
    submitted_by = models.CharField(max_length=64, blank=True)
    forms = models.JSONField(default=dict)
    documents = models.JSONField(default=list)
    letters = models.JSONField(default=dict)
    references = models.JSONField(default=list)
    nodes = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "label"], name="procedures_version_label"),
            models.UniqueConstraint(
                fields=["procedure", "effective_from"],
                condition=Q(state=VersionState.APPROVED, simulation_only=False),
                name="procedures_version_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(transition__in=Transition.values), name="procedures_version_transition"
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT, submitted_by="")
                | Q(state=VersionState.WITHDRAWN)
                | (Q(state__in=[VersionState.SUBMITTED, VersionState.APPROVED]) & ~Q(submitted_by="")),
                name="procedures_version_submitted",
            ),
        ]


class VersionApproval(models.Model):
    """One of two people who approved a version; neither has drafted or submitted it (a check of the verb)."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="approvals")
    person = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="procedures_approval_once")]


class Move(models.Model):
    """An instance that was moved to another version, or could not be, and why."""

    id = models.BigAutoField(primary_key=True)
    instance = models.ForeignKey("procedures.Instance", on_delete=models.CASCADE, related_name="moves")
    old = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(max_length=16, choices=Transition.choices)
    at = models.DateTimeField()
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(old=F("new")), name="procedures_move_changes"),
            models.UniqueConstraint(
                fields=["instance", "new"], condition=Q(problem=""), name="procedures_move_once"
            ),
        ]
        indexes = [models.Index(fields=["new", "at"], name="procedures_move_new")]
