"""The runs that PostgreSQL knows of; the rows themselves are Parquet files in the lake."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerhub.models import Job, Partner


class Run(models.Model):
    """One file, imported once. Immutable: a later file supersedes it month by month and never edits it.

    Without ``partner`` it is the programme's own file, whose rows each name their partner: it speaks for every partner.
    """

    class Status(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("import", "Published")
        REJECTED = "rejected", _("Rejected")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="runs", null=True, blank=True)
    dataset = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    digest = models.CharField("SHA-256 of the file", max_length=64)
    size = models.BigIntegerField("size in bytes")
    customer = models.CharField("tenant named by the importer", max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=Status)
    accepted = models.PositiveBigIntegerField()
    rejected = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField("known since")
    created_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-recorded_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("partner", "dataset", "digest", "customer"),
                condition=models.Q(status="published"),
                nulls_distinct=False,
                name="run_same_file_once",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}: {self.dataset} from {self.file_name}"


class RunMonth(models.Model):
    """A month that a run's rows name: the run speaks for the whole of that month in its dataset.

    For its ``partner``; without one for every partner, also for those of whom it has no row in that month.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="months")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    dataset = models.CharField(max_length=40)
    month = models.DateField()
    rows = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("month",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("run", "partner", "month"), nulls_distinct=False, name="run_month_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("partner", "dataset", "month", "-recorded_at", "-run"), name="run_month_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.month:%Y-%m} from run {self.run_id}"
