"""Pictures as SVG, written once: the same shapes under the same words are the same text, whoever looks at them."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string

from partnerhub.chart_drawing import Drawing

register = template.Library()
# Some 5 kB each.
KEPT = 500


@register.simple_tag
def picture(drawing: Drawing, told: str) -> str:
    """A drawing, told to screen readers in one sentence."""
    return _written(drawing, str(told))


@lru_cache(KEPT)
def _written(drawing: Drawing, told: str) -> str:
    return render_to_string("components/picture.html", {"drawing": drawing, "told": told})
