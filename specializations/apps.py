"""Wires the life cycle to what happens below it."""

from django.apps import AppConfig


class SpecializationsConfig(AppConfig):
    name = "specializations"

    def ready(self) -> None:
        from evidence.signals import run_published
        from specializations import calendar

        run_published.connect(calendar.start_after_import, dispatch_uid="specializations.after_import")
