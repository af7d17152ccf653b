from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        """Keep compiled statements where the settings say."""
        from django.core.cache import caches

        from evidence import statements

        statements.keep_in(caches["statements"])
