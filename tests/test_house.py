"""The rules of the house, each with the right way in its message."""

import ast
import re
import statistics
import subprocess
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.template import Context, Template

from partnerhub import rulebook
from scoring.metrics import MEASURES
from tests.cases_format import cases
from tests.urls import routes

HOME = Path(__file__).parent.parent
APPS = ("partnerhub", "evidence", "scoring", "specializations", "directory", "credit", "demo")
OUTSIDE = {".git", ".venv", ".venv-spark", "var", "__pycache__"}
MOST_LINES, MOST_TEMPLATE_LINES, MOST_FUNCTION_LINES, USUAL_FUNCTION_LINES = 400, 150, 40, 10

# Where the wall clock may be read, and why there.
CLOCKS = {
    "partnerhub/clock.py": "the one place where today enters",
    "partnerhub/jobs.py": "a worker lives and dies by the wall clock, whatever day the demo shows",
    "partnerhub/outbox.py": "a letter waits for the mail server by the wall clock",
    "partnerhub/tasks.py": "left-over files are as old as the file system says",
    "evidence/tasks.py": "left-over files are as old as the file system says",
    "demo/actions.py": "the demo's own job took place today, whatever day it shows",
}
# Templates that Django or allauth look for by name.
CALLED_BY_NAME = re.compile(r"^(400|403|403_csrf|404|500)\.html$|^account/|^allauth/")


def files(*patterns: str, below: str = "") -> list[Path]:
    """The project's own files, without what was installed or left by tools."""
    tops = [HOME / below] if below else [path for path in HOME.iterdir() if not is_outside(path.name)]
    found = {path for top in tops for pattern in patterns for path in ([top] if top.is_file() else top.rglob(pattern))}
    kept = [path for path in found if path.is_file() and any(path.match(pattern) for pattern in patterns)]
    return sorted(path for path in kept if not any(map(is_outside, path.relative_to(HOME).parts)))


def is_outside(part: str) -> bool:
    return part in OUTSIDE or part.endswith("_cache")


def name(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


CODE = [path for path in files("*.py") if "migrations" not in path.parts]
PRODUCT = [path for path in CODE if path.relative_to(HOME).parts[0] in APPS]
TEMPLATES = files("*.html", below="templates")
KINDS = ("py", "html", "css", "js", "svg", "md", "yaml", "yml", "toml", "lock", "sh")
TEXTS = files(*(f"*.{kind}" for kind in KINDS), "Makefile", "Dockerfile", "run")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    """Every line in which the pattern stands, as ``file:line: text``."""
    wanted = re.compile(pattern)
    return [
        f"{name(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if wanted.search(line)
    ]


def told(found: list[str], way: str) -> str:
    return "\n".join([way, *found])


# Layers


def test_imports_go_down_only() -> None:
    run = "import sys; from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    done = subprocess.run([sys.executable, "-c", run], cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (
        "Imports go down only (demo > directory > specializations > scoring > evidence > partnerhub); rules, datasets, metrics, "
        "points and requirement kinds import no Django. Pass what is needed as an argument, or send a signal."
        f"\n{done.stdout}{done.stderr}"
    )


# Rules


def test_every_metric_says_what_it_earns() -> None:
    book = rulebook.load()
    wanted = {f"{key}.{metric}" for key, designation in book.designations.items() for metric in designation.metrics}
    dated = {entry.id for entries in book.chains.values() for entry in entries}
    missing = sorted(one for one in wanted if f"{one}.cap" not in dated)
    assert wanted
    assert missing == [], f"Say, dated and cited, what it earns: {missing}"


def test_every_metric_has_a_worked_example() -> None:
    shown = {(case.designation, case.metric) for case in cases("designation")}
    every = [(key, metric) for key, found in rulebook.load().designations.items() for metric in found.metrics]
    missing = [f"{key}.{metric}" for key, metric in every if (key, metric) not in shown]
    assert missing == [], f"Add a case (designation and metric) to tests/cases/*.yaml: {missing}"


def test_every_metric_file_is_listed() -> None:
    listed = {Path(module.__file__ or "") for module in MEASURES.values()}
    metrics = {path for path in files("*.py", below="scoring/metrics") if "\ndef contributions(" in path.read_text()}
    found = [name(path) for path in metrics - listed]
    assert found == [], f"A measure counts once MEASURES in scoring/metrics/__init__.py names it: {found}"


@pytest.mark.parametrize("app", ["scoring", "specializations", "credit"])
def test_numbers_of_the_programme_are_never_floats(app: str) -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in files("*.py", below=app)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert found == [], told(found, "Money, points and counts are Decimal or Fraction; write Decimal('0.5').")


def test_wall_clock_is_read_in_few_places() -> None:
    pattern = r"\b(date\.today|datetime\.(now|utcnow|today)|timezone\.(now|localdate|localtime)|time\.time)\("
    found = [line for line in lines_with(pattern, PRODUCT) if line.split(":")[0] not in CLOCKS]
    assert found == [], told(found, "Take the day as an argument; views, tasks and commands ask partnerhub.clock.")


def test_wall_clock_is_still_read_where_we_say() -> None:
    unread = [path for path in CLOCKS if not re.search(r"\b(timezone\.now|today)\(", (HOME / path).read_text())]
    assert unread == [], f"Take them off CLOCKS in tests/test_house.py: {unread}"


# Sizes


def functions(paths: list[Path]) -> Iterator[tuple[str, int]]:
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                yield f"{name(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_functions_are_short() -> None:
    found = [f"{place}: {lines} lines" for place, lines in functions(CODE) if lines > MOST_FUNCTION_LINES]
    assert found == [], told(found, f"A function has at most {MOST_FUNCTION_LINES} lines; name its steps.")


@pytest.mark.parametrize("app", APPS)
def test_functions_are_usually_very_short(app: str) -> None:
    usual = statistics.median(
        lines for _, lines in functions([path for path in PRODUCT if path.is_relative_to(HOME / app)])
    )
    assert usual <= USUAL_FUNCTION_LINES


def test_files_are_short() -> None:
    limits = [(path, MOST_TEMPLATE_LINES if path.suffix == ".html" else MOST_LINES) for path in (*CODE, *TEMPLATES)]
    found = [
        f"{name(path)}: {lines} lines, at most {limit}"
        for path, limit in limits
        if (lines := len(path.read_text().splitlines())) > limit
    ]
    assert found == [], told(found, "Split it along what its parts are about; a template into components.")


# Pages


def test_templates_hold_nothing_inline() -> None:
    found = lines_with(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\shx-on|\son[a-z]+=|javascript:", TEMPLATES)
    assert found == [], told(
        found, "The policy forbids it: rules go to static/css, scripts to static/js, values to attributes."
    )


def test_templates_mark_nothing_as_safe() -> None:
    found = lines_with(r"(?<!\.help_text)\|\s*safe\b|autoescape off", TEMPLATES) + lines_with(
        r"\bmark_safe\b|SafeString\(", PRODUCT
    )
    assert found == [], told(found, "Text from a file or a person is escaped; build markup in templates.")


def test_templates_are_all_used() -> None:
    texts = "\n".join(path.read_text() for path in (*PRODUCT, *TEMPLATES))
    names = [path.relative_to(HOME / "templates").as_posix() for path in TEMPLATES]
    unused = [one for one in names if not CALLED_BY_NAME.search(one) and f'"{one}' not in texts]
    assert unused == [], f"Nothing renders or includes them; remove them: {unused}"


def test_static_files_are_all_used() -> None:
    texts = "\n".join(path.read_text() for path in (*PRODUCT, *TEMPLATES))
    unused = [name(path) for path in files("*.css", "*.js", below="static") if f'"{name(path)[7:]}"' not in texts]
    assert unused == [], f"No template links them; remove them: {unused}"


def test_template_that_names_nothing_known_fails() -> None:
    with pytest.raises(AssertionError, match="A template names nothing, and the view gives it no such value"):
        Template("{{ nothing }}").render(Context())
    assert Template("{% if nothing %}something{% endif %}").render(Context()) == ""


# Everything else


def test_migrations_have_names() -> None:
    found = [name(path) for path in files("*_auto_*.py", "*_auto.py") if "migrations" in path.parts]
    assert found == [], f"Name it after what it does: makemigrations --name WHAT_IT_DOES. {found}"


def test_nothing_is_left_to_do() -> None:
    found = lines_with(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b", TEXTS)
    assert found == [], told(found, "Do it, or open an issue.")


def test_no_machine_of_ours_is_named() -> None:
    found = lines_with(r"(?<![\w.~-])/(ro" r"ot|ho" r"me|wo" r"rk|Us" r"ers)/\w", TEXTS)
    assert found == [], told(
        found, "Someone who clones has no such folder; use paths relative to the project, or VAR_DIR."
    )


def test_no_registry_is_named() -> None:
    hosts = ("pypi.", "pythonhosted", "npmjs", "unpkg", "jsdelivr", "crates.io", "proxy.golang")
    found = lines_with("|".join(map(re.escape, hosts)), [path for path in TEXTS if path != Path(__file__)])
    assert found == [], told(
        found, "Packages are named, never the place they come from: that is the installer's to know."
    )


def locked(lock: str) -> list[str]:
    """The packages of a lock, each with its hashes."""
    lines = (HOME / lock).read_text().replace("\\\n", " ").splitlines()
    assert [line for line in lines if line.startswith("-") or "://" in line] == []
    return [line for line in lines if re.match(r"\w", line)]


def test_locked_packages_have_hashes_and_no_address() -> None:
    packages = locked("requirements-spark.lock")
    assert [line.split()[0] for line in packages if "--hash=sha256:" not in line or "==" not in line] == []
    assert len(packages) > 50


def test_locks_differ_by_spark_alone() -> None:
    added = set(locked("requirements-spark.lock")) - set(locked("requirements.lock"))
    assert sorted(line.split("==")[0] for line in added) == ["py4j", "pyspark"]
    assert set(locked("requirements.lock")) < set(locked("requirements-spark.lock"))


def test_tests_say_what_and_when() -> None:
    named = [
        place for place, _ in functions(files("test_*.py", below="tests")) if place.split()[-1].startswith("test_")
    ]
    # A case of tests/cases says both itself.
    found = [place for place in named if place.split()[-1].count("_") < 2 and not place.endswith(" test_case")]
    assert found == [], told(found, "Name it test_<thing>_<condition>.")


# Doors


COMMANDS = sorted(command for command, app in get_commands().items() if app in APPS)


def parser_of(command: str) -> ArgumentParser:
    return load_command_class(get_commands()[command], command).create_parser("manage.py", command)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_says_what_it_does(command: str) -> None:
    parser = parser_of(command)
    assert re.fullmatch(r"[A-Z].{20,}\.", parser.description or "", re.DOTALL), f"Give {command} a help sentence."
    subcommands = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    assert [one.dest for action in subcommands for one in action._choices_actions if not one.help] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_command_stands_among_the_doors_with_options_that_it_has(command: str) -> None:
    known = {option for action in parser_of(command)._actions for option in action.option_strings}
    doors = (HOME / "docs/doors.md").read_text()
    line = next((line for line in doors.splitlines() if line.startswith(f"| `{command}")), "")
    assert line, f"Describe {command} in docs/doors.md."
    told = set(re.findall(r"--[a-z-]+", line.split("` |")[0]))
    assert told - known == set(), f"{command} has no such options; correct docs/doors.md."


def test_resources_of_the_api_stand_among_the_doors() -> None:
    doors = (HOME / "docs/doors.md").read_text()
    api = [route for route in routes() if route.is_api]
    addresses = {route.name: re.sub(r"<\w+:(\w+)>", "{}", route.address.removeprefix("api/v1/")) for route in api}
    described = re.sub(r"\{\w+\}|[A-Z_]{2,}", "{}", doors)
    missing = [
        f"{key}: {address}" for key, address in addresses.items() if address.rsplit("{}/", 1)[-1] not in described
    ]
    assert missing == [], f"Describe them in docs/doors.md: {missing}"
