"""What the writes of this app raise where the state of a record does not allow them."""


class NotPossible(Exception):
    """What was asked cannot be done now; the message says why and what would open it."""
