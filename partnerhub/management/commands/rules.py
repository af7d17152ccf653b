"""`manage.py rules list|diff|check`: what the rulebook says, what changed between two days, whether it loads."""

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerhub import clock, rules
from partnerhub.rulebook import Rulebook, RulebookError, report


class Command(BaseCommand):
    """Thin: every answer comes from `partnerhub.rulebook.report`."""

    help = "Show the rules in force on a day, the differences between two days, or check the rulebook's files."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="rules in force on a day")
        listing.add_argument("--designation", metavar="KEY", help="only this designation or specialization")
        listing.add_argument("--on", type=_day, metavar="DATE", help="default: today")
        listing.add_argument("--json", action="store_true")
        diff = actions.add_parser("diff", help="rules that differ between two days")
        diff.add_argument("first", type=_day, metavar="A")
        diff.add_argument("second", type=_day, metavar="B")
        diff.add_argument("--json", action="store_true")
        actions.add_parser("check", help="load everything and print counts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            book = rules.book()
        except RulebookError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        {"list": self._list, "diff": self._diff, "check": self._check}[options["action"]](book, options)

    def _list(self, book: Rulebook, options: dict[str, Any]) -> None:
        day, key = options["on"] or clock.today(), options["designation"]
        known = (*book.designations, *book.specializations)
        if key is not None and key not in known:
            raise CommandError(f"unknown designation {key!r}; expected one of {', '.join(known)}", returncode=2)
        entries = report.in_force_on(book, day, key)
        if options["json"]:
            self._json({"on": day.isoformat(), "rules": [report.entry_json(entry) for entry in entries]})
        else:
            self._lines(report.entry_line(entry) for entry in entries)

    def _diff(self, book: Rulebook, options: dict[str, Any]) -> None:
        first, second = options["first"], options["second"]
        found = report.differences(book, first, second)
        if options["json"]:
            days = {"from": first.isoformat(), "to": second.isoformat()}
            self._json({**days, "differences": [report.difference_json(item) for item in found]})
        else:
            self._lines(report.difference_line(item) for item in found)

    def _check(self, book: Rulebook, _options: dict[str, Any]) -> None:
        self._lines(f"{number:6} {name}" for name, number in report.counts(book).items())

    def _json(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day; expected YYYY-MM-DD") from None
