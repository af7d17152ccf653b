"""Wires credit to what happens below it."""

from django.apps import AppConfig


class CreditConfig(AppConfig):
    name = "credit"

    def ready(self) -> None:
        from credit import alerts, refresh
        from evidence.signals import run_published
        from partnerhub.alerts import Source, register

        register("credit", Source("credit.view", alerts.told, alerts.counts))
        run_published.connect(refresh.start_after_import, dispatch_uid="credit.after_import")
