"""Where long names that have no blanks may break: after the marks inside them rather than in the middle of a word."""

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_AFTER_A_MARK = re.compile(r"(?<=[@_./])(?=[^@_./])")


@register.filter
def breakable(name: object) -> SafeString:
    """An address, the name of a file or a key, escaped, with a place to break after each of its marks."""
    return format_html_join("", "{}<wbr>", ((part,) for part in _AFTER_A_MARK.split(str(name))))
