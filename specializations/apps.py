"""Wires the life cycle, and what is kept of a partner's position, to what happens below them."""

from django.apps import AppConfig


class SpecializationsConfig(AppConfig):
    name = "specializations"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from evidence.signals import run_published
        from scoring.signals import scores_taken
        from specializations import calendar, position_actions

        partner = "partnerhub.Partner"
        post_save.connect(position_actions.keep_first, sender=partner, dispatch_uid="specializations.after_adding")
        run_published.connect(calendar.start_after_import, dispatch_uid="specializations.after_import")
        scores_taken.connect(position_actions.keep_after_scoring, dispatch_uid="specializations.after_scoring")
        for signal in (post_save, post_delete):
            for counted in ("Audit", "Reference"):
                sender, uid = self.get_model(counted), f"specializations.{counted}.{id(signal)}"
                signal.connect(position_actions.count_anew, sender=sender, dispatch_uid=uid)
