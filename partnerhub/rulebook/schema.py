"""What may stand in each rulebook file: pydantic models, and no key besides."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from .values import (
    AssociationKey,
    CertificateKey,
    ChapterKey,
    CombineEntry,
    ComparesEntry,
    DayDistance,
    DesignationKey,
    Entries,
    FilterEntry,
    FloorEntry,
    Group,
    GrowthMeasure,
    Measure,
    MetricKey,
    Model,
    NamesEntry,
    NumberEntry,
    QualificationEntry,
    RateEntry,
    ReferenceOrderEntry,
    RenewalEntry,
    SelectedNames,
    SourceKey,
    SpecializationKey,
    Text,
    TextEntry,
    TrackChoiceEntry,
    TrackEntry,
    TrackKey,
    Unit,
    ValidationEntry,
    WindowEntry,
    WorkloadKey,
)


class Source(Model):
    """A page or document that a rule was read in; `published` is null where the page carries no date."""

    title: Text
    kind: Literal["official", "announcement", "secondary", "certification list", "operator"]
    published: date | None
    read: date
    url: Text | None = None
    note: Text | None = None


class Gap(Model):
    """What the programme published, or must have, and we looked for without finding it: on the day `looked`.

    `concerns` are chapters (none: the whole programme), `from` and `to` the days that it would speak for, `source` is where we
    know of it from.
    """

    title: Text
    concerns: list[ChapterKey] = Field(default_factory=list)
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    looked: date
    source: SourceKey
    note: Text | None = None


class Association(Model):
    title: Text
    aliases: list[Text] = Field(default_factory=list)
    source: SourceKey


class Retired(Model):
    day: date
    source: SourceKey


class Certificate(Model):
    """A certificate; `exams` are labels only, the certificate itself is what counts."""

    title: Text
    exams: list[Text] = Field(default_factory=list)
    aliases: list[Text] = Field(default_factory=list)
    retired: Retired | None = None
    source: SourceKey
    exams_source: SourceKey | None = None

    @model_validator(mode="after")
    def _exams_cited(self) -> "Certificate":
        if bool(self.exams) != (self.exams_source is not None):
            raise ValueError("`exams` and `exams_source` go together")
        return self


class Workload(Model):
    """`counts_as`: in that metric group, usage or revenue of this workload is counted under another one."""

    title: Text
    family: Literal["dynamics_365", "power_platform", "microsoft_365", "none"]
    aliases: list[Text] = Field(default_factory=list)
    counts_as: dict[Group, WorkloadKey] = Field(default_factory=dict)
    source: SourceKey


class AcrField(Model):
    """A field of the ACR filters; `absent_means` is what an empty cell or a missing column is read as."""

    title: Text
    absent_means: Text | None = None
    certainty: Literal["confirmed", "single", "reading"] | None = None
    note: Text | None = None
    source: SourceKey


class Freshness(Model):
    performance_day: Annotated[Entries[NumberEntry], Unit("day of the next month")]
    skilling_lag_days: Annotated[Entries[NumberEntry], Unit("days")]


class Programme(Model):
    """Rules that hold for every designation or every specialization."""

    pass_total: Annotated[Entries[FloorEntry], Unit("points")]
    metric_minimum: Annotated[Entries[FloorEntry], Unit("points")]
    membership_days: Annotated[Entries[NumberEntry], Unit("days")]
    renewal_days: Annotated[Entries[NumberEntry], Unit("days after the anniversary")]
    enrolment_days: Annotated[Entries[NumberEntry], Unit("days after first qualifying")]
    qualification_window: Entries[QualificationEntry]
    renewal_qualification_window: Entries[RenewalEntry]
    renewal_qualification_days: Annotated[Entries[NumberEntry], Unit("days")]
    window_months: Annotated[Entries[NumberEntry], Unit("months")]
    history_months: Annotated[Entries[NumberEntry], Unit("months")]
    all_designations_badge: Entries[TextEntry]
    excluded_offers: Entries[NamesEntry[Text]]
    excluded_associations: Entries[NamesEntry[AssociationKey]]
    competency_level: Entries[TextEntry]
    specialization_associations: Entries[NamesEntry[AssociationKey]]
    specialization_window: Annotated[Entries[NumberEntry], Unit("months")]
    specialization_term: Annotated[Entries[NumberEntry], Unit("months")]
    validation_term: Annotated[Entries[NumberEntry], Unit("months")]
    failed_audit_shown: Annotated[Entries[NumberEntry], Unit("days")]
    audit_modules: Entries[NamesEntry[Text]]
    audit_fee: Annotated[Entries[NumberEntry], Unit("USD")]
    audit_fee_workload: Annotated[Entries[NumberEntry], Unit("USD")]
    audit_contact: Annotated[Entries[NumberEntry], Unit("business days")]
    audit_held: Annotated[Entries[NumberEntry], Unit("days")]
    audit_gaps_reported: Annotated[Entries[NumberEntry], Unit("business days")]
    audit_gaps_answered: Annotated[Entries[NumberEntry], Unit("business days")]
    audit_gaps_reviewed: Annotated[Entries[NumberEntry], Unit("days")]
    audit_result: Annotated[Entries[NumberEntry], Unit("business days")]
    reference_order: Entries[ReferenceOrderEntry]
    reference_resend_days: Annotated[Entries[NumberEntry], Unit("days")]
    renewal_opens: Annotated[Entries[NumberEntry], Unit("days before")]
    renewal_grace: Annotated[Entries[NumberEntry], Unit("days after")]
    renewal_first_year: Entries[NumberEntry]
    renewal_reminders: Entries[NamesEntry[DayDistance]]


class Classification(Model):
    """By workloads: that many distinct ones above that revenue, now and in the base month. By segment: that share of the
    customers of the now month is in one of these segments."""

    workloads: Annotated[Entries[FloorEntry], Unit("workloads")]
    revenue: Annotated[Entries[FloorEntry], Unit("USD")]
    segment_share: Annotated[Entries[FloorEntry], Unit("of customers")]
    segments: Entries[NamesEntry[Text]]
    track_when_met: Entries[TrackEntry]
    track_otherwise: Entries[TrackEntry]


class MetricGroup(Model):
    """What several metrics of a designation look at: `services` are Azure service names, as files write them."""

    workloads: Entries[NamesEntry[WorkloadKey]]
    services: Entries[NamesEntry[Text]]
    associations: Entries[SelectedNames]


class Counting(Model):
    """What is counted, what it must reach to count, and how much of it earns the cap."""

    counts: Measure | None = None
    unit: Text
    compares: Entries[ComparesEntry]
    threshold: Entries[NumberEntry]
    window: Annotated[Entries[NumberEntry], Unit("months")]
    window_counts: Entries[WindowEntry]
    associations: Entries[SelectedNames]
    excluded_services: Entries[NamesEntry[Text]]
    revenue_floor: Annotated[Entries[FloorEntry], Unit("USD")]
    consumption_floor: Annotated[Entries[FloorEntry], Unit("MCV")]
    acr_floor: Annotated[Entries[FloorEntry], Unit("USD")]
    acr_ceiling: Annotated[Entries[FloorEntry], Unit("USD")]
    seats_floor: Annotated[Entries[FloorEntry], Unit("seats")]
    seats_ceiling: Annotated[Entries[FloorEntry], Unit("seats")]
    active_share: Annotated[Entries[FloorEntry], Unit("of seats")]
    claim_months: Annotated[Entries[NumberEntry], Unit("months")]
    baseline: Annotated[Entries[FloorEntry], Unit("MCV")]


class MetricPart(Counting):
    """One of several things that a metric counts apart; with a `cap` of its own it earns no more than that."""

    title: Text
    cap: Annotated[Entries[NumberEntry], Unit("points")]


class Gate(Model):
    """People who must hold these certificates before anyone else's count; with `points` a met gate earns them itself."""

    title: Text
    certificates: Entries[NamesEntry[CertificateKey]]
    people: Annotated[Entries[NumberEntry], Unit("people")]
    points: Annotated[Entries[NumberEntry], Unit("points")]


class Metric(Counting):
    """One metric of a designation, in force while its `cap` is. With `parts`, `takes` lists those in use, `combine` says how."""

    title: Text
    category: Literal["performance", "skilling", "customer_success"]
    cap: Annotated[Entries[NumberEntry], Unit("points")]
    certificates: Entries[NamesEntry[CertificateKey]]
    gates: dict[str, Gate] = Field(default_factory=dict)
    combine: Entries[CombineEntry]
    takes: Entries[NamesEntry[Text]]
    parts: dict[str, MetricPart] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _parts_taken(self) -> "Metric":
        whole = [entry.value for entry in self.takes if isinstance(entry.value, list)]
        named = {name for names in (*whole, *(entry.adds for entry in self.takes)) for name in names}
        if unknown := sorted(named - set(self.parts)):
            raise ValueError(
                f"`takes` names unknown parts {unknown}; expected some of {', '.join(self.parts) or 'none'}"
            )
        if bool(self.parts) == (self.counts is not None):
            raise ValueError("a metric has either `counts`, or `parts` that have it")
        return self


class Designation(Model):
    """A Solutions Partner designation; without metrics it is known by name but not scored yet."""

    key: Text
    title: Text
    order: int
    track_titles: dict[str, Text] = Field(default_factory=dict)
    tracks: Entries[NamesEntry[TrackKey]]
    track_choice: Entries[TrackChoiceEntry]
    classification: Classification | None = None
    performance: MetricGroup | None = None
    customer_success: MetricGroup | None = None
    azure: MetricGroup | None = None
    microsoft_365: MetricGroup | None = None
    rate_card: Entries[RateEntry]
    metrics: dict[MetricKey, Metric] = Field(default_factory=dict)

    @property
    def scored(self) -> bool:
        """Whether the rulebook holds this designation's metrics."""
        return bool(self.metrics)


class Line(Model):
    """A named ACR line: the usage rows that its filter lets through."""

    title: Text
    filter: Entries[FilterEntry]


class Part(Model):
    """A minimum of its own for some of a requirement's lines (`of which at least`)."""

    title: Text
    lines: list[Text]
    minimum: Annotated[Entries[NumberEntry], Unit("USD")]


class DesignationRequirement(Model):
    """An active designation, any one of those listed."""

    main: ClassVar[str] = "any_of"
    kind: Literal["designation"]
    title: Text
    any_of: Entries[NamesEntry[DesignationKey]]


class CompetencyRequirement(Model):
    """A competency of the programme before October 2022, of the level that `programme.competency_level` says, any one listed."""

    main: ClassVar[str] = "any_of"
    kind: Literal["competency"]
    title: Text
    any_of: Entries[NamesEntry[Text]]


class PerformanceRequirement(Model):
    """An amount (and a number of customers) to reach: ACR in USD over `lines` together. Without lines nothing is measured."""

    main: ClassVar[str] = "minimum"
    kind: Literal["performance"]
    title: Text
    minimum: Entries[NumberEntry]
    customers: Annotated[Entries[NumberEntry], Unit("customers")]
    lines: dict[str, Line] = Field(default_factory=dict)
    parts: dict[str, Part] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _parts_of_lines(self) -> "PerformanceRequirement":
        unknown = sorted({line for part in self.parts.values() for line in part.lines} - set(self.lines))
        if unknown:
            raise ValueError(f"a part names unknown lines {unknown}; expected some of {', '.join(self.lines)}")
        return self


class GrowthRequirement(Model):
    """Growth of usage, or deployments: `counts` is the measure. Until all that it reads is given, nothing is measured."""

    main: ClassVar[str] = "minimum"
    kind: Literal["growth"]
    title: Text
    minimum: Entries[NumberEntry]
    counts: GrowthMeasure | None = None
    compares: Entries[ComparesEntry]
    workloads: Entries[NamesEntry[WorkloadKey]]
    associations: Entries[NamesEntry[AssociationKey]]
    rate_card: Entries[RateEntry]
    consumption_floor: Annotated[Entries[FloorEntry], Unit("MCV")]
    seats_floor: Annotated[Entries[FloorEntry], Unit("seats")]
    seats_ceiling: Annotated[Entries[FloorEntry], Unit("seats")]
    active_share: Annotated[Entries[FloorEntry], Unit("of seats")]
    claim_months: Annotated[Entries[NumberEntry], Unit("months")]


class SkillingRequirement(Model):
    """So many people who hold one of the certificates, and so many who hold `each` of them."""

    main: ClassVar[str] = "people"
    kind: Literal["skilling"]
    title: Text
    people: Annotated[Entries[NumberEntry], Unit("people")]
    each: Annotated[Entries[NumberEntry], Unit("people")]
    certificates: Entries[NamesEntry[CertificateKey]]


class OfferRequirement(Model):
    """Offers published in AppSource."""

    main: ClassVar[str] = "offers"
    kind: Literal["offer"]
    title: Text
    offers: Annotated[Entries[NumberEntry], Unit("offers")]


class AuditRequirement(Model):
    """Required while the specialization's `validation` says `audit`."""

    kind: Literal["audit"]
    title: Text


class ReferencesRequirement(Model):
    """Required while the specialization's `validation` says `references`."""

    kind: Literal["references"]
    title: Text
    count: Annotated[Entries[NumberEntry], Unit("references")]


Requirement = (
    DesignationRequirement
    | CompetencyRequirement
    | PerformanceRequirement
    | GrowthRequirement
    | SkillingRequirement
    | OfferRequirement
    | AuditRequirement
    | ReferencesRequirement
)


class Specialization(Model):
    """A specialization: in the catalogue while its `name` is in force; `requirements` in the order they are shown."""

    key: Text
    area: Literal["azure", "business_applications", "modern_work", "security"]
    aliases: list[Text] = Field(default_factory=list)
    succeeded_by: SpecializationKey | None = None
    name: Entries[TextEntry]
    validation: Entries[ValidationEntry]
    checklist: Entries[TextEntry]
    window: Annotated[Entries[NumberEntry], Unit("months")]
    associations: Entries[NamesEntry[AssociationKey]]
    requirements: dict[str, Annotated[Requirement, Field(discriminator="kind")]]
