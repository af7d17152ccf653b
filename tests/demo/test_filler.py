"""What surrounds the story."""

from demo.filler import NAMES, chance, customer, split


def test_split_adds_up_exactly() -> None:
    shares = split(1_386, range(70), chance(1, "a"))

    assert sum(shares) == 1_386
    assert len(shares) == 70
    assert min(shares) > 0


def test_split_of_nothing_is_nothing() -> None:
    assert split(0, range(3), chance(1, "a")) == [0, 0, 0]


def test_chance_depends_on_seed_and_purpose() -> None:
    drawn = [chance(seed, purpose).random() for seed, purpose in ((1, "a"), (1, "a"), (2, "a"), (1, "b"))]

    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3


def test_customer_follows_from_the_name_alone() -> None:
    assert customer("Adventure Works") == customer("Adventure Works")
    assert customer("Adventure Works").tenant != customer("Coho Winery").tenant


def test_names_are_all_different() -> None:
    assert len(set(NAMES)) == len(NAMES) == 240
