"""What this app tells the ones above it, without knowing them."""

from django.dispatch import Signal

# Sent once a run is published and committed, with ``run``: the scores of its partner are out of date.
run_published = Signal()
