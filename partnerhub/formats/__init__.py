"""How days and months are written in each language; numbers are as Django has them. The names are those that templates use."""

from django.utils.translation import pgettext_lazy

# Short names that Django's French writes otherwise than people do; our catalogs go before its own.
OURS = (pgettext_lazy("abbrev. month", "Jan."), pgettext_lazy("abbrev. month", "Feb."))
