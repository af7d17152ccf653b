"""What a rule's value may be: numbers, texts, names and filters, each dated and cited, as pydantic models."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WrapValidator,
    model_validator,
)

from .filters import Filter

UNPUBLISHED, REMOVED = "unpublished", "removed"
WORDS = (UNPUBLISHED, REMOVED)
_LISTED = 12
MetricKey = Literal[
    "net_customer_adds", "intermediate_certifications", "advanced_certifications", "usage_growth", "deployments"
]
Group = Literal["performance", "customer_success"]
# What a metric counts: one file each in scoring/metrics.
Measure = Literal[
    "acr_customers",
    "acr_growth",
    "acr_services",
    "active_deployments",
    "active_users",
    "business_apps_deployments",
    "business_apps_net_adds",
    "business_apps_usage_growth",
    "certifications",
    "seat_customers",
]
# Those that a specialization may ask for, too: growth of usage, and deployments.
GrowthMeasure = Literal["active_deployments", "active_users", "business_apps_deployments", "business_apps_usage_growth"]


class Model(BaseModel):
    """Strict (no conversion of types), frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


def known(kind: str) -> AfterValidator:
    """A key that must exist among the `kind` keys of this rulebook (sources, tracks, certificates, ...)."""

    def check(key: str, info: ValidationInfo) -> str:
        keys = (info.context or {}).get(kind, ())
        if key not in keys:
            expected = f"expected one of {_nearest(key, keys)}" if keys else f"this file declares no {kind}"
            raise ValueError(f"unknown {kind} `{key}`; {expected}")
        return key

    return AfterValidator(check)


def _nearest(key: str, keys: Sequence[str]) -> str:
    """All of a short list; of a long one those most like `key`."""
    if len(keys) <= _LISTED:
        return ", ".join(keys)
    near = get_close_matches(key, keys, 3, 0)
    return f"{', '.join(near)} or {len(keys) - len(near)} others"


def _number(value: Any) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", value):
        return Decimal(value)
    raise ValueError(f'expected an integer, a quoted decimal such as "0.2", or `{UNPUBLISHED}`; found {value!r}')


def _word_or(value: Any, handler: Callable[[Any], Any]) -> Any:
    return value if isinstance(value, str) and value in WORDS else handler(value)


Word = WrapValidator(_word_or)
Number = Annotated[Decimal, PlainValidator(_number)]
SourceKey = Annotated[str, known("source")]
TrackKey = Annotated[str, known("track")]
WorkloadKey = Annotated[str, known("workload")]
SelectorKey = Annotated[str, known("family or workload")]
CertificateKey = Annotated[str, known("certificate")]
AssociationKey = Annotated[str, known("association")]
DesignationKey = Annotated[str, known("designation")]
SpecializationKey = Annotated[str, known("specialization")]
ChapterKey = Annotated[str, known("chapter")]
Text = Annotated[str, Field(min_length=1)]
# So many days before (-) or after (+) a day; text, as a sign belongs to it.
DayDistance = Annotated[str, Field(pattern=r"^(0|[+-][1-9][0-9]*)$")]
K = TypeVar("K")
E = TypeVar("E")
Entries = Annotated[list[E], Field(default_factory=list, min_length=1)]


class Unit:
    """The unit of every value of a field, where an entry does not name its own."""

    def __init__(self, name: str) -> None:
        self.name = name


class Dated(Model):
    """One dated, cited value: in force from `from` until the next entry of the same rule, track and selector."""

    from_: date = Field(alias="from")
    source: SourceKey
    also: list[SourceKey] = Field(default_factory=list)
    track: TrackKey | None = None
    certainty: Literal["confirmed", "single", "reading"] | None = None
    unit: Text | None = None
    note: Text | None = None


class NumberEntry(Dated):
    value: Annotated[Number, Word]


class FloorEntry(NumberEntry):
    """A number to compare with: reached at the value itself (`at_least`), only beyond it (`above`), or up to it (`at_most`)."""

    comparison: Literal["at_least", "above", "at_most"] | None = None

    @model_validator(mode="after")
    def _compared(self) -> "FloorEntry":
        if isinstance(self.value, Decimal) and self.comparison is None:
            raise ValueError("missing key `comparison`; expected at_least, above or at_most")
        return self


class RateEntry(NumberEntry):
    of: WorkloadKey
    unit: Literal["mau", "capacity"] | None = None


class TextEntry(Dated):
    value: Annotated[Text, Word]


class ValidationEntry(Dated):
    value: Annotated[Literal["audit", "references", "none"], Word]


class TrackChoiceEntry(Dated):
    value: Annotated[Literal["by_market", "by_workloads", "by_segment", "best_of"], Word]


class ComparesEntry(Dated):
    """What a figure is: what is there (`level`), its change over a year, or that change in percent of a year ago."""

    value: Annotated[Literal["level", "difference", "percent"], Word]


class WindowEntry(Dated):
    """How the months of a window count together: one of them reaches the floor, or their total does."""

    value: Annotated[Literal["any_month", "total"], Word]


class QualificationEntry(Dated):
    """When a partner that holds no designation must qualify: on the `day` itself, or on any day of the last `months`."""

    value: Annotated[Literal["day", "months"], Word]


class RenewalEntry(Dated):
    """When a holder must qualify to renew: in the days before the anniversary, in the months up to the anniversary's own, or
    in those and in the renewal window after it."""

    value: Annotated[Literal["days_before", "months", "months_and_renewal_window"], Word]


class ReferenceOrderEntry(Dated):
    """When customers may be asked for references: at any time, or once everything else is met."""

    value: Annotated[Literal["any_time", "after_qualification"], Word]


class CombineEntry(Dated):
    """How a metric's parts make one figure: units added, points of each added, or the part that earns most."""

    value: Annotated[Literal["sum", "sum_of_points", "best_of"], Word]


class TrackEntry(Dated):
    value: Annotated[TrackKey, Word]


class FilterEntry(Dated):
    value: Annotated[Filter, Word]


class NamesEntry(Dated, Generic[K]):
    """A list of names: whole (`value`), or what it `adds` to and `drops` from the entry before it."""

    value: Annotated[list[K], Word] | None = None
    adds: list[K] = Field(default_factory=list)
    drops: list[K] = Field(default_factory=list)

    @model_validator(mode="after")
    def _whole_or_change(self) -> "NamesEntry[K]":
        if (self.value is None) != bool(self.adds or self.drops):
            raise ValueError("a list of names has either `value`, or `adds` and `drops`")
        return self


class SelectedNames(NamesEntry[AssociationKey]):
    of: SelectorKey | None = None
