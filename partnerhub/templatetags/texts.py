"""What several texts are to a reader: see ``partnerhub.told``."""

from django import template

from partnerhub import told

register = template.Library()
register.filter("joined", told.joined)
