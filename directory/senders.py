"""From where a message comes, as a keyed digest: enough to tell a flood, and nothing to learn an address from."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from rest_framework.throttling import BaseThrottle


def sender_of(request: HttpRequest) -> str:
    """The digest of the address that a request comes from; the same throughout this installation."""
    address = BaseThrottle().get_ident(request) or ""  # type: ignore[arg-type]  # it reads the headers alone
    return salted_hmac("directory.senders", address, algorithm="sha256").hexdigest()
