"""What this app tells the ones above it, without knowing them."""

from django.dispatch import Signal

# Sent once the scores of a single partner were taken anew, with ``partner``. After those of many comes the daily review.
scores_taken = Signal()
