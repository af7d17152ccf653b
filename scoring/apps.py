"""Wires scoring to what happens below it."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"

    def ready(self) -> None:
        from evidence.signals import run_published
        from scoring import refresh

        run_published.connect(refresh.start_after_import, dispatch_uid="scoring.after_import")
