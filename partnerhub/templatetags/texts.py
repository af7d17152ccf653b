"""How figures and several texts are told: see ``partnerhub.told``."""

from django import template

from partnerhub import told

register = template.Library()
register.filter("joined", told.joined)
register.filter("percent", told.percent)
