"""Partner-earned credit: for every usage line and day whether credit is due, what it is worth, and where it was lost.

Start with ``eligibility.py``: the conditions, in their order. ``month.py`` adds up what they find.
"""
