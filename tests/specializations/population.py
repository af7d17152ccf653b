"""Partners drawn at random, for every requirement of a day: evidence at and around the edges, some of it missing, and records."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from evidence import queries
from evidence.datasets import NO_MONTH
from evidence.view import EVERY_PARTNER, EvidenceView, Slice
from partnerhub.rulebook import Filter, Rulebook
from scoring.periods import shift
from specializations.programme import Records
from specializations.requirements.audit import Outcome
from specializations.requirements.offered import offered
from specializations.standing import Record, datasets
from tests.scoring.generated import put

Row = dict[str, Any]
ASSOCIATIONS = ["Partner admin link", "Partner of record", "CSP Tier 1", "CSP Tier 2", "Deal registration", None]
OFFERS = [None, None, None, "Enterprise", "trial", "Benefit_Program"]
AMOUNTS = [None, *map(Decimal, ("-10", "0", "0.01", "49.99", "50", "100", "1500", "5000", "10000", "15000"))]
COMPETENCIES = ["Cloud Platform", "cloud-platform", "Data Analytics"]
TITLES = ["AZ-104", "AZ-305", "Azure Fundamentals", "Azure Administrator Associate"]
WORKLOADS = ["Business Central", "Sales", "Power BI"]


@dataclass
class Population:
    """So many partners, whose evidence and records are as on a day."""

    book: Rulebook
    day: date
    seed: int
    size: int
    facts: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.rules = self.book.on(self.day)
        self.every = list(offered(self.rules))
        self.filters = [rule for one in self.every for rule in self.rules.lines(one.id).values()]
        self.months = [shift(self.day.replace(day=1), -back) for back in range(-1, 16)]
        self.partners = tuple(str(number) for number in range(1_000_000, 1_000_000 + self.size))
        draw = {
            "azure_usage": self._usage,
            "trainings": self._training,
            "competencies": self._competency,
            "business_apps_usage": self._consumption,
        }
        for name in datasets(self.rules):
            self.facts[name] = [row for partner in self.partners for row in self._of(partner, draw[name])]

    def _of(self, partner: str, draw: Any) -> Iterator[Row]:
        if self.random.random() > 0.15:  # otherwise nothing was ever imported
            for _ in range(self.random.choice([1, 5, 30])):
                yield draw() | {"partner": partner}

    def one(self, values: Any) -> Any:
        return self.random.choice(values)

    # Evidence

    def _usage(self) -> Row:
        text = self.one(ASSOCIATIONS)
        return {
            "tenant": self.one("abcde"),
            "month": self.one(self.months[:6]),
            "association_text": text,
            "association": self.book.association(text),
            "offer_type": self.one(OFFERS),
            "duplicate": self.one([None, False, False, False, True]),
            "acr": self.one(AMOUNTS),
            **(self._passing(self.one(self.filters)) if self.filters else {}),
        }

    def _passing(self, rule: Filter) -> Row:
        """Cells that this filter asks for, mostly."""
        if rule.all_of is not None:
            return {name: cell for part in rule.all_of for name, cell in self._passing(part).items()}
        if rule.any_of is not None:
            return self._passing(self.one(rule.any_of))
        return {rule.field or "": self.one([*rule.values, *rule.values, None, "Storage"])}

    def _training(self) -> Row:
        completed = self.day - timedelta(days=self.one([0, 9, 10, 11, 400]))
        return {
            "month": completed.replace(day=1),
            "person": self.one(["p1", "p2", "p3", "p4"]),
            "title": self.one(TITLES),
            "training_type": self.one(["Certification", "Certification", "Course"]),
            "completed": completed,
            "expires": self.one([None, self.day, self.day - timedelta(days=1)]),
            "activation_status": self.one([None, "Active", "Inactive"]),
        }

    def _competency(self) -> Row:
        return {
            "month": self.one([NO_MONTH, NO_MONTH, NO_MONTH, self.months[2]]),
            "competency": self.one(COMPETENCIES),
            "level": self.one(["Gold", "gold", "Silver", None]),
            "status": self.one(["Active", None, "At risk", "Started"]),
            "starts": self.one([None, self.day, self.day + timedelta(days=1)]),
            "ends": self.one([None, self.day, self.day - timedelta(days=1)]),
        }

    def _consumption(self) -> Row:
        text = self.one(ASSOCIATIONS)
        return {
            "tenant": self.one("abc"),
            "month": self.one([*self.months[:3], *self.months[13:16]]),
            "workload": self.one(WORKLOADS),
            "association_text": text,
            "association": self.book.association(text),
            "mau": self.one([None, *map(Decimal, (0, 1, 35, 99, 100, 135))]),
        }

    # Records

    def held(self, partner: str) -> list[str]:
        random = Random(f"{self.seed} held {partner}")
        return [key for key in self.book.designations if random.random() > 0.5]

    def attested(self, partner: str) -> list[tuple[str, str]]:
        random = Random(f"{self.seed} attested {partner}")
        likely = random.choice([0, 0.5, 1])
        return [(one.specialization, one.key) for one in self.every if random.random() < likely]

    def outcomes(self, partner: str, specialization: str) -> list[Outcome]:
        random = Random(f"{self.seed} audits {partner} {specialization}")
        days = [self.day - timedelta(days=back) for back in (800, 300, 3)]
        return [Outcome(day, random.random() > 0.5) for day in days if random.random() > 0.7]

    def record(self, partner: str, specialization: str) -> Record:
        attested = [key for of, key in self.attested(partner) if of == specialization]
        return Record(self.held(partner), attested, self.outcomes(partner, specialization))

    def records(self) -> Records:
        names = dict.fromkeys(one.specialization for one in self.every)
        return Records(
            held=[(partner, name) for partner in self.partners for name in self.held(partner)],
            attested=[(partner, *one) for partner in self.partners for one in self.attested(partner)],
            validated={
                (partner, name): self.record(partner, name)
                for partner in self.partners
                for name in names
                if self.outcomes(partner, name)
            },
        )


def lake(known: Population, folder: Path) -> EvidenceView:
    """The population's evidence as files: each partner's own, or, with an even seed, every third one's in the programme's."""
    slices = []
    for one in put(folder, known.facts):
        own = known.seed % 2 == 1 or known.partners.index(one.partner) % 3 > 0
        slices.append(one if own else Slice(one.dataset, EVERY_PARTNER, one.month, one.run, one.rank))
    return EvidenceView(folder, known.partners, None, tuple(sorted(set(slices))))


def alone(view: EvidenceView, partner: str) -> EvidenceView:
    """What one of the partners sees of a view."""
    seen = tuple(one for one in view.all_slices if one.partner in {partner, EVERY_PARTNER})
    return EvidenceView(view.lake, (partner,), None, seen)


def asked(known: Population, view: EvidenceView, kind: str = queries.FILES) -> Any:
    """A session about the view, with what requirements of the day look at."""
    session: Any = queries.session(view, datasets(known.rules), kind)
    return session
