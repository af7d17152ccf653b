"""Wires profiles to the statuses below them: a badge comes and goes with what it rests on."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self) -> None:
        from directory import badges
        from scoring.models import Enrolment
        from specializations.models import Award, AwardRenewal, StatusEntry

        # A status entry stands for what was written in bulk, as when an award is taken back.
        for model in (Enrolment, Award, AwardRenewal, StatusEntry):
            for signal in (post_save, post_delete):
                signal.connect(badges.after_change, model, dispatch_uid=f"directory.{model.__name__}.{id(signal)}")
