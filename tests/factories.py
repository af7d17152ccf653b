"""Rows for tests, each with only what a test does not care about filled in."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from partnerhub.models import Job, Location, Member, Partner, User
from partnerhub.permissions import Role


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")


class PartnerFactory(DjangoModelFactory[Partner]):
    class Meta:
        model = Partner

    mpn_id = factory.Sequence(lambda n: str(5_000_000 + n))
    name = factory.Sequence(lambda n: f"Contoso {n}")
    market = Partner.Market.LARGER


class LocationFactory(DjangoModelFactory[Location]):
    class Meta:
        model = Location

    partner = factory.SubFactory(PartnerFactory)
    mpn_id = factory.Sequence(lambda n: str(6_000_000 + n))
    city = "Utrecht"
    country = "Netherlands"


class MemberFactory(DjangoModelFactory[Member]):
    """A Global admin, unless other roles are given."""

    class Meta:
        model = Member

    user = factory.SubFactory(UserFactory)
    partner = factory.SubFactory(PartnerFactory)
    roles = factory.LazyFunction(lambda: [Role.GLOBAL_ADMIN])


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    task = "scoring.tasks.recompute"
    title = "Scores"
    partner = factory.SubFactory(PartnerFactory)


def person(partner: Partner | None, *roles: Role, **fields: Any) -> User:
    """A person with these roles at a partner (None: on the programme's side)."""
    return MemberFactory(partner=partner, roles=list(roles), user=UserFactory(**fields)).user
