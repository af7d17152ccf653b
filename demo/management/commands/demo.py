"""Load the demo, write its files, or print who may sign in."""

from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import actions, files
from demo.people import PASSWORD
from partnerhub import commands, queries
from partnerhub.models import Member

REFUSED = (
    "The demo makes people whom anyone may sign in as, so it is loaded only where PARTNERHUB_DEMO=1 is set. "
    "To have its export files alone: manage.py demo --files FOLDER"
)


class Command(BaseCommand):
    help = "Load three made-up partners with two years of export files, scores and people to sign in as."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do nothing when an earlier load was completed")
        parser.add_argument("--sign-ins", action="store_true", help="only print the people, their roles and the door")
        parser.add_argument("--seed", type=int, default=files.SEED, metavar="N", help="of the figures around the story")
        parser.add_argument("--files", type=Path, metavar="FOLDER", help="only write the export files into this folder")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["files"]:
            self._write(options)
        elif not settings.DEMO:
            raise CommandError(REFUSED)
        elif options["sign_ins"]:
            self._sign_ins(options)
        else:
            self._load(options)

    def _write(self, options: dict[str, Any]) -> None:
        try:
            written = actions.write_files(options["files"], options["seed"])
        except OSError as error:
            raise CommandError(
                f"{options['files']}: cannot be written to ({error.strerror}). Name another folder."
            ) from error
        if options["json"]:
            commands.print_json(self, {"files": [str(path) for path in written]})
        else:
            self.stdout.write(f"{len(written)} files written to {options['files']}")

    def _load(self, options: dict[str, Any]) -> None:
        if options["once"] and actions.is_loaded():
            self._told({"loaded": False, "reason": "already complete"}, "The demo is already loaded.", options)
            return
        told = (lambda line: None) if options["json"] else self.stdout.write
        try:
            found = actions.load(options["seed"], told)
        except actions.DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = f"{found.accepted} rows accepted, {found.rejected} rejected"
        text = f"Loaded: {found.files} files, {rows}, {found.snapshots} scores."
        self._told({"loaded": True, **asdict(found)}, text, options)

    def _told(self, answer: dict[str, Any], text: str, options: dict[str, Any]) -> None:
        if options["json"]:
            commands.print_json(self, answer)
        else:
            self.stdout.write(text)

    def _sign_ins(self, options: dict[str, Any]) -> None:
        members = queries.demo_people()
        if options["json"]:
            commands.print_json(
                self, {"door": "/demo/", "password": PASSWORD, "people": [_person(one) for one in members]}
            )
            return
        self.stdout.write(f"Sign in without a password at /demo/, or with the password {PASSWORD} as")
        for partner, people in groupby(members, key=lambda one: one.partner):
            self.stdout.write(f"  {partner or 'The programme'}")
            for one in people:
                self.stdout.write(f"    {one.user.email:<42} {', '.join(one.role_labels)}")


def _person(member: Member) -> dict[str, Any]:
    return {
        "name": member.user.name,
        "email": member.user.email,
        "partner": member.partner.mpn_id if member.partner else None,
        "roles": list(member.roles),
    }
