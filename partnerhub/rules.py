"""This installation's rulebook: ours, with its overlay."""

from django.conf import settings

from partnerhub import rulebook


def book() -> rulebook.Rulebook:
    """The rulebook in force here; loaded once and again when a file changed. Raises RulebookError."""
    return rulebook.load(settings.RULEBOOK_DIR, settings.RULEBOOK_OVERLAY)
