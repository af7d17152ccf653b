"""Wires credit to what happens below it."""

from django.apps import AppConfig


class CreditConfig(AppConfig):
    name = "credit"
