"""Every write of the ground floor that a page asks for."""

from partnerhub.models import User


def choose_language(user: User, language: str) -> None:
    """Keep the language in which a person reads; it is also that of their letters."""
    user.language = language
    user.save(update_fields=["language"])
