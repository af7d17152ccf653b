"""One way to compare what files write with what the rulebook writes (headers, values, aliases)."""

import re

# Names the no-break space itself, so that an SQL engine with this pattern agrees with Python on every character.
IGNORED = "[\\s\u00a0_\\-]+"
_ignored = re.compile(IGNORED, re.ASCII)


def normalise(text: str) -> str:
    """Lower case, without spaces, underscores and hyphens: `CSP Tier-1` and `csp_tier 1` are the same."""
    return _ignored.sub("", text).lower()
