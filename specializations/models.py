"""Records on which a specialization's standing rests, besides evidence: attestations and audit requests."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from partnerhub.models import Partner


class Attestation(models.Model):
    """The programme's word that a requirement without a published threshold is met, with its reason."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="attestations")
    specialization = models.CharField(max_length=60)
    requirement = models.CharField(max_length=60)
    reason = models.TextField()
    valid_from = models.DateField()
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    attested_at = models.DateTimeField()

    class Meta:
        ordering = ("-attested_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("partner", "specialization", "requirement"), name="attestation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.specialization}: {self.requirement} attested"


class AuditRequest(models.Model):
    """A partner's request for the third-party audit of a specialization, made while every prerequisite was met."""

    class State(models.TextChoices):
        REQUESTED = "requested", "Requested"
        CLOSED = "closed", "Closed"

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="audit_requests")
    specialization = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=State, default=State.REQUESTED)
    contact_name = models.CharField(max_length=200)
    contact_email = models.EmailField()
    preferred_date = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True, max_length=2000)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField()
    standing = models.JSONField("the standing on the day of the request")

    class Meta:
        ordering = ("-requested_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("partner", "specialization"),
                condition=models.Q(state="requested"),
                name="audit_request_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Audit of {self.specialization}, requested {self.requested_at:%Y-%m-%d}"
