"""Partner organisations, their people, and the jobs that run for them."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerhub.permissions import PROGRAMME_ROLES, Role
from partnerhub.sentence import Sentence
from partnerhub.told import told


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in with their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a sign-in. What they may do is said by their ``Member`` rows alone."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    # Empty: not chosen yet.
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        words = str(self).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class Partner(models.Model):
    """A partner organisation: one partner global account."""

    class Market(models.TextChoices):
        LARGER = "larger", _("Larger market")
        OTHER = "other", _("Other market")

    class Kind(models.TextChoices):
        DIRECT_BILL = "direct_bill", _("CSP direct-bill partner")
        INDIRECT_PROVIDER = "indirect_provider", _("CSP indirect provider")
        INDIRECT_RESELLER = "indirect_reseller", _("CSP indirect reseller")

    mpn_id = models.CharField("MPN global account id", max_length=20, unique=True)
    name = models.CharField(max_length=200)
    market = models.CharField(max_length=10, choices=Market, default=Market.OTHER)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "mpn_id")

    def __str__(self) -> str:
        return f"{self.name} (MPN {self.mpn_id})"


class Location(models.Model):
    """A place of a partner, with the MPN id under which files may name it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="locations")
    mpn_id = models.CharField("MPN location id", max_length=20, unique=True)
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=100)

    class Meta:
        ordering = ("country", "city")

    def __str__(self) -> str:
        return f"{self.city}, {self.country}"


class Member(models.Model):
    """A person in an organisation, or (without partner) on the programme's side, and the roles they hold there."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="members", null=True, blank=True)
    roles = ArrayField(models.CharField(max_length=40, choices=Role))

    class Meta:
        ordering = ("user__name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("user", "partner"), name="member_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(partner__isnull=False) | models.Q(roles__contained_by=sorted(PROGRAMME_ROLES)),
                name="member_programme_roles",
            ),
            models.CheckConstraint(
                condition=models.Q(partner__isnull=True) | ~models.Q(roles__overlap=sorted(PROGRAMME_ROLES)),
                name="member_partner_roles",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {', '.join(self.role_labels)}"

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]


class Job(models.Model):
    """One piece of background work, visible from the moment it was asked for. The row is the truth, not the message."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="jobs", null=True, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    message = models.TextField(blank=True)
    # Title and message as sentences that can be told in another language, by their names; English stands in the fields.
    sentences = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        indexes: ClassVar = [
            models.Index(fields=("partner", "-created_at"), name="job_by_partner"),
            models.Index(fields=("state", "alive_at"), name="job_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    @property
    def told_title(self) -> str:
        """What it is, in the reader's language."""
        return self._told("title", self.title)

    @property
    def told_step(self) -> str:
        """What it is at, in the reader's language."""
        return told(self.step)

    @property
    def told_message(self) -> str:
        """What became of it, in the reader's language."""
        return self._told("message", self.message)

    def _told(self, name: str, english: str) -> str:
        kept = self.sentences.get(name)
        return told(Sentence.from_json(kept) if kept else english)

    @property
    def done(self) -> bool:
        return self.state in {self.State.SUCCEEDED, self.State.FAILED}


class Letter(models.Model):
    """One e-mail to one person: written in the transaction of what it tells of, sent by the worker (``outbox``).

    ``key`` names what it tells to whom, so that nothing is told twice. ``about`` names the record, for which letters can be
    forgotten. ``calendar`` is an iCalendar object to attach, or empty. ``secret`` is sent where ``outbox.SECRET`` stands in the
    text, and then forgotten.
    """

    key = models.CharField(max_length=400, unique=True)
    about = models.CharField(max_length=60, db_index=True)
    to = models.EmailField()
    subject = models.CharField(max_length=500)
    text = models.TextField()
    calendar = models.TextField(blank=True)
    secret = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    # Until then somebody is sending it, or it waits after a failure.
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=("due_at",), condition=models.Q(sent_at=None), name="letter_unsent"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({'sent' if self.sent_at else 'waits'})"


class Document(models.Model):
    """A file that somebody attached to a record: what is told of it. Its bytes lie in the documents folder (``documents``)."""

    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
