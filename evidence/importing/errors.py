"""What stops an import as a whole. Single rows that cannot be used are rejections, not errors."""


class ImportRefused(Exception):
    """The file cannot be imported; the message names it and says what to do. Nothing was left behind."""
