"""What surrounds the story: customers with made-up names, and random amounts that add up to what the story says.

Everything random comes from a generator named by the seed and by what it is for, so that one file never depends on another.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

_STEMS = (
    "Alderfen", "Birchwick", "Copperhill", "Dunmarsh", "Elmsworth", "Fernhollow", "Greywater", "Hazelmoor", "Inkwell",
    "Juniperson", "Kettlebrook", "Larkfield", "Mossbridge", "Nettleship", "Oakenshaw", "Pebblewick", "Quillfeather",
    "Reedmace", "Saltmarsh", "Thistledown",
)  # fmt: skip
_TRADES = (
    "Foods", "Logistics", "Textiles", "Energy", "Clinics", "Media", "Tools", "Travel", "Bakery", "Insurance", "Schools", "Optics",
)  # fmt: skip
NAMES = tuple(f"{stem} {trade}" for trade, stem in product(_TRADES, _STEMS))
_SEGMENTS = ("SMB", "Corporate", "Enterprise")
_INDUSTRIES = (
    ("Manufacturing", "Discrete manufacturing"),
    ("Retail", "Retailers"),
    ("Financial services", "Insurance"),
    ("Healthcare", "Providers"),
    ("Education", "Higher education"),
    ("Professional services", "Media"),
)


@dataclass(frozen=True)
class Customer:
    """A customer tenant as the exports describe it. All of it follows from the name, so that partners share customers."""

    name: str
    tenant: str
    number: int
    segment: str
    industry: str
    vertical: str


def customer(name: str) -> Customer:
    """The customer of that name."""
    key = identity("customer", name)
    industry, vertical = _INDUSTRIES[key.int % len(_INDUSTRIES)]
    segment = _SEGMENTS[key.int // 7 % len(_SEGMENTS)]
    return Customer(name, str(key), key.int % 9_000_000 + 1_000_000, segment, industry, vertical)


def identity(*parts: object) -> uuid.UUID:
    """An id that these words always have."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, "/".join(map(str, ("partnerhub.example.com", *parts))))


def chance(seed: int, *parts: object) -> random.Random:
    """The random generator for one purpose."""
    return random.Random("/".join(map(str, (seed, *parts))))  # noqa: S311  # made-up figures, no secrets


def split(total: int, places: Sequence[object], chance: random.Random) -> list[int]:
    """Whole shares that add up to ``total``; the largest is about three times the smallest."""
    weights = [chance.randint(50, 150) for _ in places]
    shares = [total * weight // sum(weights) for weight in weights]
    for place in range(total - sum(shares)):
        shares[place] += 1
    return shares
