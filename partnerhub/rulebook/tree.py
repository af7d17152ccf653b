"""YAML files as plain data that remember, for every value, the file and line it stands on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from .errors import Problem

Path_ = tuple[str | int, ...]
# The C loader reads the whole rulebook about ten times faster; a Python without it still works.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 30
T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where a value is written; `overlay` when that is the installation's own folder."""

    file: Path
    line: int
    overlay: bool


@dataclass
class Tree:
    """Plain data (dict, list, str, int, bool, date, None) and the place of every key path in it."""

    data: Any
    places: dict[Path_, Place] = field(default_factory=dict)

    def place(self, loc: Path_) -> Place:
        """The place of the longest part of `loc` that is written down."""
        return self.places[self.written(loc)]

    def written(self, loc: Path_) -> Path_:
        """The part of `loc` that is written down; steps that are not keys (a chosen kind, say) are passed over."""
        path: Path_ = ()
        node = self.data
        for step in loc:
            inside = isinstance(node, dict) or (isinstance(node, list) and isinstance(step, int))
            if inside and (*path, step) in self.places:
                path, node = (*path, step), node[step]
        return path


def read(file: Path, overlay: bool = False) -> tuple[Tree, list[Problem]]:
    """One YAML file as a tree, with what is wrong in its notation (floats, repeated keys, odd booleans)."""
    try:
        node = yaml.compose(file.read_bytes(), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        message = f"not readable as YAML: {getattr(error, 'problem', None) or error}"
        return _empty(file, overlay), [Problem(file, line, message)]
    if not isinstance(node, yaml.MappingNode):
        return _empty(file, overlay), [Problem(file, 1, "expected a mapping of keys at the top of the file")]
    reader = _Reader(file, overlay)
    return Tree(reader.value(node, ()), reader.places), reader.problems


def merge(base: Tree, extra: Tree) -> tuple[Tree, list[Problem]]:
    """`base` with everything that `extra` adds: lists grow, mappings gain keys, a single value never changes."""
    merging = _Merging(extra, dict(base.places))
    data = merging.merged(base.data, extra.data, ())
    return Tree(data, merging.places), merging.problems


def _empty(file: Path, overlay: bool) -> Tree:
    return Tree({}, {(): Place(file, 1, overlay)})


@dataclass
class _Merging:
    extra: Tree
    places: dict[Path_, Place]
    problems: list[Problem] = field(default_factory=list)

    def merged(self, ours: Any, theirs: Any, path: Path_) -> Any:
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return ours | {key: self.added(ours, key, item, (*path, key)) for key, item in theirs.items()}
        if isinstance(ours, list) and isinstance(theirs, list):
            for index in range(len(theirs)):
                self.adopt((*path, index), (*path, len(ours) + index))
            return ours + theirs
        if ours != theirs:
            self.refuse(path, ours)
        return ours

    def added(self, ours: dict[str, Any], key: str, theirs: Any, path: Path_) -> Any:
        if key in ours:
            return self.merged(ours[key], theirs, path)
        self.adopt(path, path)
        return theirs

    def adopt(self, at: Path_, to: Path_) -> None:
        for path, place in self.extra.places.items():
            if path[: len(at)] == at:
                self.places[to + path[len(at) :]] = place

    def refuse(self, path: Path_, ours: Any) -> None:
        place, name = self.extra.places[path], ".".join(map(str, path))
        message = f"an overlay adds dated values; it may not change `{name}`, which is {_short(ours)}"
        self.problems.append(Problem(place.file, place.line, message))


def _short(value: Any) -> str:
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)


class _Reader:
    """Turns nodes into plain data; keeps places and problems while it goes."""

    def __init__(self, file: Path, overlay: bool) -> None:
        self.file, self.overlay = file, overlay
        self.places: dict[Path_, Place] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: Path_, line: int | None = None) -> Any:
        self.places[path] = Place(self.file, line or node.start_mark.line + 1, self.overlay)
        if len(path) > _DEEPEST:
            return self.refuse(node, "nested too deeply (an alias that contains itself?)", None)
        if isinstance(node, yaml.MappingNode):
            return dict(self.pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.scalar(node)

    def pairs(self, node: yaml.MappingNode, path: Path_) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            # The text as written: YAML would read a key such as `on` or `no` as a boolean.
            key = str(key_node.value)
            if key in seen:
                self.refuse(key_node, f"key `{key}` is written twice; expected once", None)
                continue
            seen.add(key)
            yield key, self.value(value_node, (*path, key), key_node.start_mark.line + 1)

    def scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        read = getattr(self, f"read_{node.tag.rpartition(':')[2]}", None)
        if read is None:
            return self.refuse(node, f"`{text}` has an unknown tag {node.tag}; expected text or a number", text)
        return read(node, text)

    def read_str(self, _node: yaml.Node, text: str) -> str:
        return text

    def read_null(self, _node: yaml.Node, _text: str) -> None:
        return None

    def read_int(self, node: yaml.Node, text: str) -> int | str:
        if re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
            return int(text)
        return self.refuse(node, f"`{text}` is not a plain integer; expected digits only, or quotes around it", text)

    def read_float(self, node: yaml.Node, text: str) -> str:
        return self.refuse(node, f'`{text}` is a float; expected an integer or a quoted decimal: "{text}"', text)

    def read_bool(self, node: yaml.Node, text: str) -> bool | str:
        if text in ("true", "false"):
            return text == "true"
        return self.refuse(node, f"`{text}` would be read as yes or no; expected quotes around it", text)

    def read_timestamp(self, node: yaml.Node, text: str) -> date | str:
        try:
            return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else self.not_a_day(node, text)
        except ValueError:
            return self.not_a_day(node, text)

    def not_a_day(self, node: yaml.Node, text: str) -> str:
        return self.refuse(node, f"`{text}` is not a day; expected YYYY-MM-DD", text)

    def refuse(self, node: yaml.Node, message: str, instead: T) -> T:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, message))
        return instead
