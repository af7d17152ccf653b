"""Records on which a specialization's standing rests, besides evidence: attestations, audits and customer references."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerhub.models import Document, Partner
from specializations.reference_steps import OVER


class Attestation(models.Model):
    """The programme's word that a requirement without a published threshold is met, with its reason.

    A row is never changed: a word that is given again stands beside the first, so that any day and any state of knowledge can
    be asked for.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="attestations")
    specialization = models.CharField(max_length=60)
    requirement = models.CharField(max_length=60)
    reason = models.TextField()
    valid_from = models.DateField()
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    attested_at = models.DateTimeField()

    class Meta:
        ordering = ("-attested_at", "-pk")

    def __str__(self) -> str:
        return f"{self.specialization}: {self.requirement} attested"


class AuditFirm(models.Model):
    """An auditing organisation: what one of its people accepted, all of them may carry on."""

    name = models.CharField(max_length=200, unique=True)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="audit_firms")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Audit(models.Model):
    """The third-party audit of a specialization, from the partner's request (made while every prerequisite was met) to its end.

    ``state`` follows ``audit_steps``; the steps themselves are kept as ``AuditStep``.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        ACCEPTED = "accepted", _("Accepted by the auditor")
        PROPOSED = "proposed", _("Day proposed")
        AGREED = "agreed", _("Day agreed")
        HELD = "held", _("Held")
        GAPS = "gaps", _("Gaps reported")
        ANSWERED = "answered", _("Gaps answered")
        REVIEWED = "reviewed", _("Gaps reviewed")
        PASSED = "passed", _("Pass")
        NOT_PASSED = "not_passed", _("No Pass")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DECLINED = "declined", _("Declined by the auditor")

    class Modules(models.TextChoices):
        """The parts of a checklist: the foundation that Azure specializations share, and the workload."""

        BOTH = "both", _("Modules A and B: cloud foundation and workload")
        WORKLOAD = "workload", _("Module B alone: the workload")

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="audits")
    specialization = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=State, default=State.REQUESTED)
    contact_name = models.CharField(max_length=200)
    contact_email = models.EmailField()
    preferred_dates = ArrayField(models.DateField(), default=list, blank=True)
    time_zone = models.CharField("the contact's time zone", max_length=60, default="UTC")
    language = models.CharField(max_length=10, default="en")
    modules = models.CharField("empty before there were modules", max_length=10, choices=Modules, blank=True)
    notes = models.TextField(blank=True, max_length=2000)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField()
    standing = models.JSONField("the standing on the day of the request")
    auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="audits"
    )
    firm = models.ForeignKey(AuditFirm, on_delete=models.SET_NULL, null=True, blank=True, related_name="audits")
    day = models.DateField("the day proposed, or agreed", null=True, blank=True)
    begins = models.TimeField("its beginning, in the contact's time zone", null=True, blank=True)
    sequence = models.PositiveSmallIntegerField("how often its calendar entry was changed", default=0)
    checklist = models.CharField("the version in force on the day it was held, where known", max_length=20, blank=True)
    proposed_by = models.CharField("the side that proposed the day", max_length=10, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-requested_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("partner", "specialization"),
                condition=models.Q(ended_on__isnull=True),
                name="audit_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Audit of {self.specialization}, requested {self.requested_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


class AuditStep(models.Model):
    """One step of an audit, on record: who took it, when, for which day, and why."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=20)
    side = models.CharField("the side that took it", max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    day = models.DateField(null=True, blank=True)
    begins = models.TimeField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=4000)
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.step} on {self.at:%Y-%m-%d}"


class Award(models.Model):
    """A specialization that a partner holds, or held: from the day on which everything was complete, renewed year by year.

    ``anniversary`` is the first one that is to be renewed. ``validated_on``: when the audit or the references were looked at.
    What was taken back is as if it had never been, except for questions about what was known before.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="awards")
    specialization = models.CharField(max_length=60)
    starts = models.DateField()
    anniversary = models.DateField()
    validated_on = models.DateField(null=True, blank=True)
    recorded_on = models.DateField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("partner", "specialization", "starts"),
                condition=models.Q(taken_back_at__isnull=True),
                name="award_once",
            ),
            models.CheckConstraint(condition=models.Q(anniversary__gt=models.F("starts")), name="award_anniversary"),
        ]

    def __str__(self) -> str:
        return f"{self.specialization}, held since {self.starts:%Y-%m-%d}"


class AwardRenewal(models.Model):
    """The decision that an award goes on for another year after an anniversary."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="renewals")
    anniversary = models.DateField()
    decided_on = models.DateField()
    validated = models.BooleanField("whether the audit or the references were looked at again")

    class Meta:
        ordering = ("anniversary",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("award", "anniversary"), name="renewal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.award}, renewed on {self.decided_on:%Y-%m-%d}"


class Reminder(models.Model):
    """A reminder of an anniversary, on record from the day on which it was written; ``distance`` is in days from it."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="reminders")
    anniversary = models.DateField()
    distance = models.SmallIntegerField()
    day = models.DateField("the day on which it was due")
    written_on = models.DateField()

    class Meta:
        ordering = ("-day", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("award", "anniversary", "distance"), name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.anniversary:%Y-%m-%d} {self.distance:+d}"


class StatusEntry(models.Model):
    """A change of a specialization's status, or its renewal, on record: when, why, by whom, and the standing it rests on."""

    class Why(models.TextChoices):
        COMPLETE = "complete", _("Every requirement is met")
        RECORDED = "recorded", _("Recorded by the programme")
        SUCCEEDED = "succeeded", _("Goes on from the specialization that it replaces")
        RENEWED = "renewed", _("Renewed for another year")
        LAPSED = "lapsed", _("Not renewed in time")
        TAKEN_BACK = "taken_back", _("Taken back by the programme")
        AUDIT_NOT_PASSED = "audit_not_passed", _("The audit was not passed")
        AUDIT_OVER = "audit_over", _("Free to try the audit again")
        CHANGED = "changed", _("What it rested on has changed")

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="status_entries")
    specialization = models.CharField(max_length=60)
    day = models.DateField()
    at = models.DateTimeField()
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    why = models.CharField(max_length=20, choices=Why)
    note = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    standing = models.JSONField("the standing that it rests on", default=dict)

    class Meta:
        ordering = ("at", "pk")
        indexes: ClassVar = [
            models.Index(fields=("partner", "specialization"), name="status_by_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.specialization}: {self.before} to {self.after} on {self.day:%Y-%m-%d}"


class Reference(models.Model):
    """What a partner says it did for a customer, for one specialization, and what the customer and the programme say to it.

    ``state`` follows ``reference_steps``; the steps themselves are kept as ``ReferenceStep``. What is blank was not filled in yet
    (a draft), or is forgotten (contact and documents, see ``actions.forget_contact``). ``tenant`` is written as evidence has it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AWAITING = "awaiting", _("Awaiting approval")
        APPROVED = "approved", _("Customer approved")
        REJECTED = "rejected", _("Customer rejected")
        ACCEPTED = "accepted", _("Accepted by the programme")
        DECLINED = "declined", _("Declined by the programme")
        EXPIRED = "expired", pgettext_lazy("reference", "Expired")

    # What the customer has to be told.
    NEEDED = (
        *("tenant", "customer", "contact_name", "contact_email", "work", "workload"),
        *("started", "ended", "users"),
    )

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="references")
    specialization = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    tenant = models.CharField("customer's tenant id", max_length=64, blank=True)
    customer = models.CharField("customer's name", max_length=200)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    work = models.TextField("what was deployed and managed", blank=True, max_length=4000)
    workload = models.CharField(max_length=200, blank=True)
    started = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True, blank=True)
    users = models.PositiveIntegerField("number of users", null=True, blank=True)
    documents = models.ManyToManyField(Document, related_name="references", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("the customer's reason", blank=True, max_length=4000)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.TextField("the programme's reason", blank=True, max_length=4000)
    forgotten_at = models.DateTimeField("when its contact was forgotten", null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("partner", "specialization", "tenant"),
                condition=~models.Q(state__in=OVER) & ~models.Q(tenant=""),
                name="reference_customer_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("state",), name="reference_by_state")]

    def __str__(self) -> str:
        return f"{self.customer} for {self.specialization} ({self.state})"

    @property
    def missing(self) -> list[str]:
        """The names of the fields that have to be filled in before it can be sent."""
        return [name for name in self.NEEDED if getattr(self, name) in {None, ""}]


class ReferenceLink(models.Model):
    """A personal link that was sent to a customer: of the secret in it only the digest. The newest one of a reference is good."""

    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="links")
    sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Link of reference {self.reference_id}, sent {self.sent_at:%Y-%m-%d}"


class ReferenceStep(models.Model):
    """One step of a reference, on record: who took it (a customer has no account), when, and why."""

    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True, max_length=4000)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} on {self.at:%Y-%m-%d}"


class Position(models.Model):
    """Where a partner stands, kept when it may have changed, so that no page has to work it out again. The newest one alone.

    ``figures`` are those of the navigation, ``standings`` the specializations in short, ``endings`` the certificates that end and
    what that costs. All rest on other records and on evidence, and can be kept anew at any time (``position_actions.keep``).
    """

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, primary_key=True, related_name="position")
    day = models.DateField("the day that it is of")
    kept_at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    standings = models.JSONField(default=list)
    endings = models.JSONField(default=list)
    late = models.JSONField("feeds that have stopped", default=list)

    def __str__(self) -> str:
        return f"Position of {self.partner_id} on {self.day:%Y-%m-%d}"
