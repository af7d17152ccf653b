"""The three partners' situations on 25 July 2023."""

from .contoso import CONTOSO
from .fabrikam import FABRIKAM
from .tailspin import TAILSPIN

STORIES = (CONTOSO, FABRIKAM, TAILSPIN)

__all__ = ["CONTOSO", "FABRIKAM", "STORIES", "TAILSPIN"]
