"""Answers: immutable score snapshots with everything that a page shows; and the designations that a partner holds."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerhub.models import Partner


class ScoreSnapshot(models.Model):
    """A designation's score for one partner, day and basis, from one state of the evidence and one rulebook."""

    class Basis(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("basis", "Published")
        PREVIEW = "preview", _("Preview")

    # No index of its own: the two below begin with the partner.
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="scores", db_index=False)
    designation = models.CharField(max_length=40)
    as_of = models.DateField()
    basis = models.CharField(max_length=10, choices=Basis)
    inputs = models.CharField("digest of runs and rulebook", max_length=64)
    track = models.CharField(max_length=20, blank=True)
    points = models.DecimalField(max_digits=30, decimal_places=20)
    shown = models.PositiveSmallIntegerField()
    qualified = models.BooleanField()
    metrics = models.JSONField()
    details = models.JSONField(default=dict)
    computed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-as_of", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("partner", "designation", "basis", "as_of", "inputs"), name="score_snapshot_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("partner", "designation", "basis", "-as_of", "-id"), name="score_snapshot_newest"),
        ]

    @property
    def is_measured(self) -> bool:
        """Whether anything of it is known: without that its figures stand for nothing, not for zero."""
        return any(metric["state"] == "measured" for metric in self.metrics)

    def __str__(self) -> str:
        return f"{self.designation} {self.shown}/100 on {self.as_of} ({self.basis})"


class Enrolment(models.Model):
    """A designation bought on ``starts`` and held until its anniversary ``ends``, that day included.

    A row is never changed: of the rows of one purchase the one recorded last speaks, so that any state of knowledge can be
    asked for.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="enrolments")
    designation = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-starts", "-recorded_at")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("partner", "designation", "starts", "recorded_at"), name="enrolment_recorded_once"
            ),
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="enrolment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.designation} from {self.starts} to {self.ends}"
