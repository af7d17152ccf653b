"""What stops an import as a whole. Single rows that cannot be used are rejections, not errors."""

from partnerhub.sentence import SentenceError


class ImportRefused(SentenceError):
    """The file cannot be imported; the sentence names it and says what to do. Nothing was left behind."""
