"""The ACR filter language: nested `all` / `any` of `{field, in: [...]}` and `{field, not_in: [...]}`."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from .text import normalise

Values = Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
Parts = Annotated[tuple["Filter", ...], Field(strict=False, min_length=1)]


class Filter(BaseModel):
    """One node of a filter: exactly one of `all_of`, `any_of`, or a `field` with either `in_` or `not_in`.

    A cell that is empty, or whose column the file does not have, is read as `absent_means` (empty text where the
    rulebook's `acr_fields.yaml` says nothing); values are compared through `normalise`.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)

    all_of: Parts | None = Field(default=None, alias="all")
    any_of: Parts | None = Field(default=None, alias="any")
    field: str | None = None
    in_: Values | None = Field(default=None, alias="in")
    not_in: Values | None = None
    _absent_means: str = PrivateAttr(default="")

    @field_validator("field")
    @classmethod
    def _known_field(cls, field: str | None, info: ValidationInfo) -> str | None:
        fields: Mapping[str, Any] = (info.context or {}).get("acr_field", {})
        if field is not None and info.context is not None and field not in fields:
            raise ValueError(f"unknown field `{field}` in a filter; expected one of {', '.join(fields)}")
        return field

    @model_validator(mode="after")
    def _one_form(self, info: ValidationInfo) -> "Filter":
        branches = sum(part is not None for part in (self.all_of, self.any_of, self.field))
        tests = sum(part is not None for part in (self.in_, self.not_in))
        if branches != 1 or tests != (self.field is not None):
            raise ValueError("a filter is either `all`, `any`, or a `field` with one of `in` and `not_in`")
        if info.context is not None and self.field is not None:
            self._absent_means = info.context["acr_field"].get(self.field) or ""
        return self

    @property
    def absent_means(self) -> str:
        """What an empty or missing cell of `field` is read as."""
        return self._absent_means

    @property
    def values(self) -> tuple[str, ...]:
        """The values of a field test, as written in the rulebook."""
        return self.in_ or self.not_in or ()

    def matches(self, row: Mapping[str, str | None]) -> bool:
        """Whether one ACR row (field name to cell) passes: the reference that every engine must agree with."""
        if self.all_of is not None:
            return all(part.matches(row) for part in self.all_of)
        if self.any_of is not None:
            return any(part.matches(row) for part in self.any_of)
        cell = normalise(row.get(self.field or "") or "") or normalise(self.absent_means)
        found = cell in {normalise(value) for value in self.values}
        return found if self.in_ is not None else not found

    def fields(self) -> frozenset[str]:
        """Names of every field that the filter reads."""
        parts = (self.all_of or ()) + (self.any_of or ())
        own = frozenset() if self.field is None else frozenset({self.field})
        return own.union(*(part.fields() for part in parts))


def either(filters: Iterable[Filter]) -> Filter:
    """One filter that a row passes when it passes any of `filters` (at least one)."""
    parts = tuple(filters)
    return parts[0] if len(parts) == 1 else Filter(any_of=parts)
