"""``manage.py import_evidence``: import one export file, in this process."""

import json
from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.actions import TOLD, ImportRefused, ImportResult, import_file
from evidence.datasets import DATASETS
from evidence.models import Run
from partnerhub.models import Partner


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no ISO date and time, such as 2023-05-01T12:00:00+00:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Import an export file as evidence of a partner, or of the whole programme. Published whole, or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV or TSV export, packed with gzip or not")
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--partner", metavar="MPNID", help="MPN global account id of the partner")
        whose.add_argument(
            "--programme", action="store_true", help="a file of all partners, whose rows each name theirs"
        )
        parser.add_argument("--dataset", choices=list(DATASETS), help="kind of file, if its header does not tell")
        parser.add_argument(
            "--customer", default="", metavar="TENANT", help="tenant id whose file it is (focus, azure_cost)"
        )
        parser.add_argument("--recorded-at", type=_moment, metavar="ISO", help="known since (default: now; UTC)")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = import_file(
                None if options["programme"] else _partner(options["partner"]),
                options["file"],
                dataset=options["dataset"],
                customer=options["customer"],
                recorded_at=options["recorded_at"],
            )
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(_told(result)) if options["json"] else _in_words(result))
        if result.run.status == Run.Status.REJECTED:
            raise CommandError(f"{options['file'].name}: every row was rejected, so nothing was published.")


def _partner(mpn_id: str) -> Partner:
    partner = Partner.objects.filter(mpn_id=mpn_id).first()
    if partner is None:
        raise CommandError(f"There is no partner with MPN id {mpn_id}. Add it with add_partner.")
    return partner


def _told(result: ImportResult) -> dict[str, Any]:
    told = result.as_json() | {"rejections": [vars(rejection) for rejection in result.rejections]}
    return told | ({"rejections_file": str(result.rejections_path)} if result.run.rejected > TOLD else {})


def _in_words(result: ImportResult) -> str:
    run = result.as_json()
    lines = [
        f"Run {run['run']}: {run['dataset']}, {run['status']}. {run['accepted']} rows accepted, {run['rejected']} rejected."
    ]
    if run["months"]:
        lines.append(f"Months: {', '.join(run['months'])}")
    if result.duplicate_of:
        lines.append("The same file was imported before; this is its run.")
    lines += [f"  row {one.row}, {one.column or 'line'}: {one.reason} {one.value!r}" for one in result.rejections]
    if result.run.rejected > TOLD:
        lines.append(f"All rejected rows: {result.rejections_path}")
    return "\n".join(lines)
