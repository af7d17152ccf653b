"""Says in the rulebook's words what pydantic found wrong, and where it is written."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from .errors import Problem
from .tree import Path_, Tree

_LONGEST = 60
_MESSAGES = {
    "missing": "missing key `{key}`",
    "too_short": "found nothing; expected at least one",
    "string_too_short": "found nothing; expected at least one character",
    "string_type": "found {found}; expected text",
    "int_type": "found {found}; expected an integer",
    "date_type": "found {found}; expected a day such as 2023-07-11, without quotes",
    "list_type": "found {found}; expected a list",
    "dict_type": "found {found}; expected a mapping of keys",
    "model_type": "found {found}; expected a mapping of keys",
    "value_error": "{error}",
    "literal_error": "found {found}; expected {expected}",
    "union_tag_invalid": "unknown kind '{tag}'; expected one of {expected_tags}",
    "union_tag_not_found": "missing key `kind`",
}


def validated(kind: Any, tree: Tree, context: dict[str, Any]) -> tuple[Any, list[Problem]]:
    """`tree` as `kind` (a model or a mapping of models), or None with every problem in it."""
    try:
        return TypeAdapter(kind).validate_python(tree.data, context=context), []
    except ValidationError as error:
        return None, [_problem(kind, tree, detail) for detail in error.errors()]


def _problem(kind: Any, tree: Tree, detail: ErrorDetails) -> Problem:
    loc: Path_ = detail["loc"]
    place = tree.place(loc)
    where = ".".join(map(str, tree.written(loc)))
    return Problem(place.file, place.line, f"{where}: {_message(kind, loc, detail)}".removeprefix(": "))


def _message(kind: Any, loc: Path_, detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden":
        return f"unknown key `{loc[-1]}`; expected one of {', '.join(_keys(_step_through(kind, loc[:-1])))}"
    found = repr(detail["input"])
    found = found if len(found) <= _LONGEST else f"{found[:_LONGEST]}..."
    template = _MESSAGES.get(detail["type"], "{msg}; found {found}")
    return template.format(msg=detail["msg"], found=found, key=loc[-1] if loc else "", **detail.get("ctx", {}))


def _keys(kind: Any) -> list[str]:
    return [info.alias or name for name, info in kind.model_fields.items()]


def _step_through(kind: Any, loc: Path_) -> Any:
    """The model that pydantic stood in after following `loc` from `kind`."""
    for step in loc:
        kind = _step(_bare(kind), step)
    return _bare(kind)


def _step(kind: Any, step: str | int) -> Any:
    if get_origin(kind) in (Union, UnionType):
        return next(member for member in get_args(kind) if step in get_args(member.model_fields["kind"].annotation))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return next(info.annotation for name, info in kind.model_fields.items() if step in (name, info.alias))
    return get_args(kind)[-1 if get_origin(kind) is dict else 0]


def _bare(kind: Any) -> Any:
    """`kind` without `Annotated[...]` and without `| None`."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    members = [member for member in get_args(kind) if member is not type(None)]
    optional = get_origin(kind) in (Union, UnionType) and len(members) == 1
    return _bare(members[0]) if optional else kind
