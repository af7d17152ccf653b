"""What is refused in the notation itself, before anything is asked of the contents."""

from datetime import date
from pathlib import Path

import pytest

from partnerhub.rulebook.tree import merge, read


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "a.yaml"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 0.2\n", 2, '`0.2` is a float; expected an integer or a quoted decimal: "0.2"'),
        ("a: 1e3\nb: .5\n", 2, '`.5` is a float; expected an integer or a quoted decimal: ".5"'),
        ("a: .inf\n", 1, '`.inf` is a float; expected an integer or a quoted decimal: ".inf"'),
        ("a: 010\n", 1, "`010` is not a plain integer; expected digits only, or quotes around it"),
        ("a: 1_500\n", 1, "`1_500` is not a plain integer; expected digits only, or quotes around it"),
        ("a: 1:30\n", 1, "`1:30` is not a plain integer; expected digits only, or quotes around it"),
        ("a:\n  - no\n", 2, "`no` would be read as yes or no; expected quotes around it"),
        ("a: 2023-02-30\n", 1, "`2023-02-30` is not a day; expected YYYY-MM-DD"),
        ("a: 2023-02-03 10:00:00\n", 1, "`2023-02-03 10:00:00` is not a day; expected YYYY-MM-DD"),
        ("a: 1\nb: 2\na: 3\n", 3, "key `a` is written twice; expected once"),
        ("a: !odd x\n", 1, "`x` has an unknown tag !odd; expected text or a number"),
        ("a: 1\nb: [1\n", 3, "not readable as YAML: did not find expected ',' or ']'"),
        ("- a\n", 1, "expected a mapping of keys at the top of the file"),
        ("", 1, "expected a mapping of keys at the top of the file"),
    ],
)
def test_read_refuses_notation(tmp_path: Path, text: str, line: int, message: str) -> None:
    file = write(tmp_path, text)
    assert [str(problem) for problem in read(file)[1]] == [f"{file}:{line}: {message}"]


def test_read_refuses_an_alias_that_contains_itself(tmp_path: Path) -> None:
    _, problems = read(write(tmp_path, "a: &x [*x]\n"))
    assert [problem.message for problem in problems] == ["nested too deeply (an alias that contains itself?)"]


def test_read_gives_plain_values_and_their_lines(tmp_path: Path) -> None:
    file = write(tmp_path, 'on: 5\nb:\n  - {c: "0.2", d: 2023-07-11}\n  - true\n  - ~\n')
    tree, problems = read(file)
    assert problems == []
    assert tree.data == {"on": 5, "b": [{"c": "0.2", "d": date(2023, 7, 11)}, True, None]}
    assert tree.place(("b", 0, "d")).line == 3
    assert tree.place(("b", 1)).line == 4


def test_place_of_a_missing_key_is_the_place_of_its_parent(tmp_path: Path) -> None:
    tree, _ = read(write(tmp_path, "a: 1\nb:\n  - c: 1\n"))
    assert tree.place(("b", 0, "tag", "missing")).line == 3


def test_merge_adds_keys_and_items_and_keeps_each_place(tmp_path: Path) -> None:
    ours, _ = read(write(tmp_path, "a: [1]\n"))
    other = tmp_path / "other.yaml"
    other.write_text("\na: [2]\nb: {c: 3}\n")
    theirs, _ = read(other, overlay=True)
    merged, problems = merge(ours, theirs)
    assert problems == []
    assert merged.data == {"a": [1, 2], "b": {"c": 3}}
    assert [(merged.place(path).line, merged.place(path).overlay) for path in (("a", 0), ("a", 1), ("b", "c"))] == [
        (1, False),
        (2, True),
        (3, True),
    ]


def test_merge_refuses_to_change_a_value(tmp_path: Path) -> None:
    ours, _ = read(write(tmp_path, "a: {b: 1}\nc: [1]\n"))
    other = tmp_path / "other.yaml"
    other.write_text("a:\n  b: 2\nc: 3\n")
    merged, problems = merge(ours, read(other, overlay=True)[0])
    assert merged.data == ours.data
    assert [str(problem) for problem in problems] == [
        f"{other}:2: an overlay adds dated values; it may not change `a.b`, which is 1",
        f"{other}:3: an overlay adds dated values; it may not change `c`, which is a list",
    ]
