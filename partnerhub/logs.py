"""What no log may tell: secrets that travel in addresses, and open a door for whoever reads them."""

import logging
import re

# The personal link of a reference, told from a reference's number by its length; what allauth sends to reset a password with, or
# to confirm an e-mail address.
_SECRETS = re.compile(
    r"(?P<before>/references/(?=[^/\s\"?#]{20})|/password/reset/key/|/confirm-email/)(?P<secret>[^/\s\"?#]+)"
)


def without_secrets(text: str) -> str:
    """The same text, the secrets of its addresses left out."""
    return _SECRETS.sub(r"\g<before>…", text)


class Discreet(logging.Filter):
    """Lets every record pass, its message without secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        if (told := record.getMessage()) != (discreet := without_secrets(told)):
            record.msg, record.args = discreet, None
        return True
