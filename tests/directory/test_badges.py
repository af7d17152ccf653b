"""A badge appears and disappears with the status that it stands for: at once, and by the calendar."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from directory import actions, badges, chores
from directory.models import BusinessProfile, Listing, ProfileBadge
from partnerhub import clock, rules
from partnerhub.models import User
from scoring import membership
from scoring import queries as scoring
from scoring.actions import enrol
from scoring.membership import Membership
from specializations import award_actions
from specializations import queries as specializations
from specializations.models import Award, AwardRenewal
from tests.directory.profiles import draft, listing, published
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

STARTS = date(2023, 3, 1)
Move = Callable[[date], None]


@pytest.fixture
def move(demo_day: date, settings: Settings) -> Move:
    """Another day comes."""

    def to(day: date) -> None:
        settings.DEMO_TODAY = day

    return to


@pytest.fixture
def profile(demo_day: date) -> BusinessProfile:
    return published()


@pytest.fixture
def manager(db: None) -> User:
    return UserFactory()


def shown(profile: BusinessProfile) -> list[str]:
    """The badges on the public page, by name."""
    page = Client().get(reverse("directory-profile", args=[listing(profile).pk])).context["page"]
    return [one.title for one in page.badges]


def found(**query: str) -> int:
    """How many providers the public search finds."""
    return int(Client().get("/directory/", query).context["page"].rows_page.paginator.count)


def marks(profile: BusinessProfile) -> list[str]:
    return [tag for tag in listing(profile).tags if tag[:2] in {"d:", "x:"}]


def test_designation_appears_with_the_enrolment(profile: BusinessProfile, manager: User) -> None:
    assert (shown(profile), found(designation="security")) == ([], 0)
    enrol(profile.partner, "security", manager, starts=STARTS)
    assert (shown(profile), found(designation="security"), marks(profile)) == (["Security"], 1, ["d:security"])


def test_designation_goes_when_it_can_not_be_renewed_any_more(
    profile: BusinessProfile, manager: User, move: Move
) -> None:
    """By the calendar alone: no task has run in between."""
    bought = enrol(profile.partner, "security", manager, starts=STARTS)
    last = membership.renewal(rules.book().on(bought.ends), Membership(bought.starts, bought.ends))[1]
    for day, there in ((last, True), (last + timedelta(days=1), False)):
        move(day)
        assert (shown(profile), found(designation="security")) == ((["Security"], 1) if there else ([], 0))
        assert there == ("security" in scoring.held(profile.partner, day))


def test_designation_goes_at_once_when_the_programme_corrects_its_end(profile: BusinessProfile, manager: User) -> None:
    enrol(profile.partner, "security", manager, starts=STARTS)
    enrol(profile.partner, "security", manager, starts=STARTS, ends=date(2023, 4, 1))
    assert (shown(profile), found(designation="security"), marks(profile)) == ([], 0, [])


def test_designation_bought_for_a_day_to_come_appears_on_it(
    profile: BusinessProfile, manager: User, move: Move
) -> None:
    enrol(profile.partner, "security", manager, starts=date(2023, 8, 1))
    assert (shown(profile), found(designation="security")) == ([], 0)
    move(date(2023, 8, 1))
    assert (shown(profile), found(designation="security")) == (["Security"], 1)


def test_designation_renewed_in_time_is_held_since_the_first_day(profile: BusinessProfile, manager: User) -> None:
    enrol(profile.partner, "security", manager, starts=date(2022, 7, 1), ends=date(2023, 7, 1))
    enrol(profile.partner, "security", manager, starts=date(2023, 7, 10))
    (badge,) = ProfileBadge.objects.all()
    assert (badge.since, badge.until > date(2024, 7, 1)) == (date(2022, 7, 1), True)


def test_specialization_appears_when_it_is_recorded(profile: BusinessProfile, manager: User) -> None:
    award_actions.record_award(profile.partner, "kubernetes", manager, starts=STARTS, note="Seen on paper.")
    assert (shown(profile), found(specialization="kubernetes")) == (["Kubernetes on Microsoft Azure"], 1)
    assert specializations.held(profile.partner, clock.today()) == ["kubernetes"]


def test_specialization_lapses_by_the_calendar_after_its_days_of_grace(
    profile: BusinessProfile, manager: User, move: Move
) -> None:
    award = award_actions.record_award(profile.partner, "kubernetes", manager, starts=STARTS, note="Seen on paper.")
    last = award.anniversary + timedelta(days=30)
    move(last)
    assert (shown(profile), found(specialization="kubernetes")) == (["Kubernetes on Microsoft Azure"], 1)
    move(last + timedelta(days=1))
    assert (shown(profile), found(specialization="kubernetes")) == ([], 0)
    assert specializations.held(profile.partner, clock.today()) == []
    chores.nightly(clock.now())
    assert (ProfileBadge.objects.count(), marks(profile)) == (0, [])


def test_specialization_that_is_renewed_stays(profile: BusinessProfile, manager: User, move: Move) -> None:
    award = award_actions.record_award(profile.partner, "kubernetes", manager, starts=STARTS, note="Seen on paper.")
    AwardRenewal.objects.create(
        award=award, anniversary=award.anniversary, decided_on=award.anniversary, validated=False
    )
    move(award.anniversary)
    chores.nightly(clock.now())
    move(award.anniversary + timedelta(days=90))
    assert (shown(profile), found(specialization="kubernetes")) == (["Kubernetes on Microsoft Azure"], 1)
    (badge,) = ProfileBadge.objects.all()
    assert badge.since == STARTS


def test_specialization_taken_back_goes_at_once(profile: BusinessProfile, manager: User) -> None:
    award_actions.record_award(profile.partner, "kubernetes", manager, starts=STARTS, note="Seen on paper.")
    award_actions.take_back(profile.partner, "kubernetes", manager, note="It was another organisation's.")
    assert (shown(profile), found(specialization="kubernetes"), marks(profile)) == ([], 0, [])


def test_specialization_whose_record_is_deleted_goes_at_once(profile: BusinessProfile, manager: User) -> None:
    award_actions.record_award(profile.partner, "kubernetes", manager, starts=STARTS, note="Seen on paper.")
    Award.objects.get().delete()
    assert (shown(profile), found(specialization="kubernetes")) == ([], 0)


def test_badges_are_there_when_a_profile_is_published_later(manager: User, demo_day: date) -> None:
    row = draft()
    enrol(row.partner, "security", manager, starts=STARTS)
    profile = published(row.partner)
    assert shown(profile) == ["Security"]


def test_badges_are_on_every_profile_of_the_partner(profile: BusinessProfile, manager: User) -> None:
    second = published(profile.partner, "Vienna", country="AT")
    enrol(profile.partner, "security", manager, starts=STARTS)
    assert shown(profile) == shown(second) == ["Security"]


def test_badges_of_a_partner_without_profile_are_not_kept(manager: User, demo_day: date) -> None:
    other = published()
    partner = draft().partner
    BusinessProfile.objects.filter(partner=partner).delete()
    enrol(partner, "security", manager, starts=STARTS)
    assert (ProfileBadge.objects.count(), shown(other)) == (0, [])


def test_badges_written_again_stay_the_same_rows(profile: BusinessProfile, manager: User) -> None:
    enrol(profile.partner, "security", manager, starts=STARTS)
    before = list(ProfileBadge.objects.values())
    badges.refresh(profile.partner, clock.today())
    chores.nightly(clock.now())
    assert list(ProfileBadge.objects.values()) == before


def test_badges_decide_the_rank_and_profiles_keep_it_when_published_again(
    profile: BusinessProfile, manager: User
) -> None:
    none = listing(profile).best
    enrol(profile.partner, "security", manager, starts=STARTS)
    one = listing(profile).best
    award_actions.record_award(profile.partner, "kubernetes", manager, starts=STARTS, note="Seen on paper.")
    both = listing(profile).best
    assert (one - none, both - one) == (1_000, 10_000)
    actions.publish(profile, None)
    assert listing(profile).best == both


def test_nightly_chores_go_on_past_a_partner_that_fails(
    profile: BusinessProfile, manager: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = published()
    for one in (profile, other):
        enrol(one.partner, "security", manager, starts=STARTS)
    ProfileBadge.objects.filter(partner=other.partner).delete()
    known = badges.found

    def found(partner: object, day: date) -> list[ProfileBadge]:
        if partner == profile.partner:
            raise RuntimeError("broken")
        return known(partner, day)  # type: ignore[arg-type]

    monkeypatch.setattr(badges, "found", found)
    chores.nightly(clock.now())
    assert (ProfileBadge.objects.filter(partner=other.partner).count(), "were not looked at" in caplog.text) == (
        1,
        True,
    )


def test_public_listings_never_say_more_than_the_status(profile: BusinessProfile, manager: User, move: Move) -> None:
    """Day by day over the end of both: page, search and status agree."""
    bought = enrol(profile.partner, "security", manager, starts=STARTS, ends=date(2023, 8, 3))
    award = award_actions.record_award(
        profile.partner, "kubernetes", manager, starts=date(2022, 8, 1), note="Seen on paper."
    )
    last = max(bought.ends, award.anniversary) + timedelta(days=40)
    day = date(2023, 7, 28)
    while day <= last:
        move(day)
        held = {"d:" + key for key in scoring.held(profile.partner, day)}
        held |= {"x:" + key for key in specializations.held(profile.partner, day)}
        there = {f"{one.kind}:{one.key}" for one in badges.holding(day).filter(partner=profile.partner)}
        assert (day, there) == (day, held)
        assert found(designation="security") == ("d:security" in held)
        assert found(specialization="kubernetes") == ("x:kubernetes" in held)
        day += timedelta(days=3)
    assert Listing.objects.count() == 1
