"""Business profiles as their partner writes them, what is published of them, their badges, places, and leads.

The public pages read what was published: ``Publication`` (what a profile says), ``Listing`` (one per location, what the search
looks at) and ``ProfileBadge``. ``actions.publish`` and ``badges.refresh`` write these anew; nobody edits them.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.vocabulary import SIZES
from partnerhub.models import Document, Partner

LONGEST_DESCRIPTION, LONGEST_SOLUTIONS, MOST_LOCATIONS = 2500, 1000, 5
_KEY = 40


class Place(models.Model):
    """A town with its coordinates, from the list of a package (``places``).

    ``folded`` is its name as it is searched for; ``names`` has that and its names in other languages, each as one lexeme.
    """

    geoname_id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    region = models.CharField("letters of a state, where it has any", max_length=20, blank=True)
    country = models.CharField(max_length=2)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()
    names = SearchVectorField()

    class Meta:
        ordering = ("-population", "geoname_id")
        indexes: ClassVar = [GinIndex(fields=("names",), name="place_by_name")]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"


class Logo(models.Model):
    """A picture that was checked and drawn anew (``logos``): as it is, and small for lists."""

    picture = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    small = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Logo of {self.width} by {self.height} pixels"


class Words(models.Model):
    """What a profile says: the same fields in what is being written and in what was published."""

    description = models.TextField(max_length=LONGEST_DESCRIPTION, blank=True)
    website = models.URLField(max_length=200, blank=True)
    linkedin = models.URLField(max_length=200, blank=True)
    industries = ArrayField(models.CharField(max_length=_KEY), default=list, blank=True)
    products = ArrayField(models.CharField(max_length=_KEY), default=list, blank=True)
    services = ArrayField(models.CharField(max_length=_KEY), default=list, blank=True)
    solutions = models.TextField(max_length=LONGEST_SOLUTIONS, blank=True)
    sizes = ArrayField(models.CharField(max_length=_KEY), default=list, blank=True)
    logo = models.ForeignKey(Logo, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    FIELDS = ("description", "website", "linkedin", "industries", "products", "services", "solutions", "sizes")

    class Meta:
        abstract = True


class BusinessProfile(Words):
    """A partner's profile for one country, under the partner's name, as its people write it. Who gets leads is never public."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="profiles")
    country = models.CharField(max_length=2)
    lead_name = models.CharField(max_length=200, blank=True)
    lead_email = models.EmailField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("country",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("partner", "country"), name="profile_once")]

    def __str__(self) -> str:
        return f"{self.partner.name} in {self.country}"


class ProfileLocation(models.Model):
    """An office of a profile. It never changes: an address that moves is deleted and added again."""

    profile = models.ForeignKey(BusinessProfile, on_delete=models.CASCADE, related_name="locations")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("profile", "place", "address"), name="location_once")]

    def __str__(self) -> str:
        return f"{self.place.name} ({self.profile})"


class Publication(Words):
    """What was published of a profile."""

    profile = models.OneToOneField(
        BusinessProfile, on_delete=models.CASCADE, primary_key=True, related_name="publication"
    )
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("profile",)

    def __str__(self) -> str:
        return f"{self.profile}, published {self.published_at:%Y-%m-%d}"


class Listing(models.Model):
    """A published location: a page of its own, and everything that the search looks at, so that it looks nowhere else.

    ``tags`` are the marks of ``vocabulary``. ``x``, ``y`` and ``z`` are the point of ``geography.vector``. ``best`` and
    ``response`` put results in order (``ranking``). ``is_main``: the first location of its profile, which stands for it where no
    place is asked for.
    """

    location = models.OneToOneField(ProfileLocation, on_delete=models.CASCADE, primary_key=True, related_name="listing")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="listings")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="listings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    is_main = models.BooleanField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()
    tags = ArrayField(models.CharField(max_length=_KEY + 40))
    words = SearchVectorField()
    best = models.IntegerField(default=0)
    response = models.IntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            GinIndex(fields=("tags",), name="listing_by_tag"),
            GinIndex(fields=("words",), name="listing_by_word"),
            # With all that distances and ranks are made of: thousands around a place are put in order without reading rows.
            models.Index(
                fields=("latitude", "longitude"),
                include=("x", "y", "z", "best", "response", "publication", "location"),
                name="listing_by_place",
            ),
            models.Index(fields=("is_main", "-best", "location"), name="listing_best"),
            models.Index(fields=("is_main", "-response", "location"), name="listing_responsive"),
        ]

    def __str__(self) -> str:
        return f"{self.partner.name} in {self.place.name}"


class ProfileBadge(models.Model):
    """A designation or specialization that a partner with a profile holds, from one day to another, both included.

    Written from the status alone (``badges``). A badge shows on the days between, whether or not any task has run since.
    """

    class Kind(models.TextChoices):
        DESIGNATION = "d", _("Solutions Partner designation")
        SPECIALIZATION = "x", _("Specialization")

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="badges")
    kind = models.CharField(max_length=1, choices=Kind)
    key = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        ordering = ("kind", "key", "since")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("partner", "kind", "key", "since"), name="badge_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("until",), name="badge_by_end"),
            models.Index(fields=("since",), name="badge_by_beginning"),
        ]

    def __str__(self) -> str:
        return f"{self.key} until {self.until:%Y-%m-%d}"


class Word(models.Model):
    """A word that a published profile can be found by, with its trigrams, for those who misspell it."""

    text = models.CharField(max_length=60, primary_key=True)
    trigrams = ArrayField(models.CharField(max_length=3))

    class Meta:
        ordering = ("text",)
        indexes: ClassVar = [GinIndex(fields=("trigrams",), name="word_by_trigram")]

    def __str__(self) -> str:
        return self.text


class Lead(models.Model):
    """What a customer wrote to a provider. The person in it is forgotten some time after it ended; what came of it stays.

    Received, accepted, archived: never back. One that nobody accepts expires. ``sender`` is a keyed digest of the address that it
    came from, kept for a day, against floods.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        ACCEPTED = "accepted", pgettext_lazy("lead", "Accepted")
        ARCHIVED = "archived", _("Archived")
        EXPIRED = "expired", pgettext_lazy("lead", "Expired")

    class Reason(models.TextChoices):
        WON = "won", _("Won")
        NOT_WON = "not_won", _("Not won")
        NOT_SUITED = "not_suited", _("Not what we do")
        NO_ANSWER = "no_answer", _("The customer does not answer")
        SPAM = "spam", _("Not a genuine request")

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="leads")
    profile = models.ForeignKey(BusinessProfile, on_delete=models.SET_NULL, null=True, related_name="leads")
    city = models.CharField("the location that was written to", max_length=200)
    country = models.CharField("the profile's", max_length=2)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    organisation = models.CharField(max_length=200)
    size = models.CharField(max_length=_KEY, choices=list(SIZES.items()), blank=True)
    customer_city = models.CharField(max_length=200, blank=True)
    customer_country = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    message = models.TextField(max_length=2000, blank=True)
    sender = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField("when the person in it was forgotten", null=True, blank=True)

    class Meta:
        ordering = ("-received_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("partner", "state", "-received_at"), name="lead_by_partner"),
            models.Index(fields=("state", "received_at"), name="lead_by_state"),
            models.Index(fields=("sender", "received_at"), name="lead_by_sender", condition=~models.Q(sender="")),
        ]

    def __str__(self) -> str:
        return f"Lead {self.pk} from {self.organisation} ({self.state})"
