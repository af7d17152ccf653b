"""What may stand in credit.yaml, as in ``schema``."""

from typing import Annotated, Literal

from .values import Dated, Entries, Model, NamesEntry, NumberEntry, Text, Unit, Word


class HoldersEntry(Dated):
    """Whose access counts: the billed partner's, or that of its reseller of record for the sale as well."""

    value: Annotated[Literal["billed_partner", "billed_partner_or_its_reseller"], Word]


class DayEntry(Dated):
    """What a day is that access has to last for."""

    value: Annotated[Literal["utc_day"], Word]


class Credit(Model):
    """Partner-earned credit. The lists of words say how products are told from a usage line's names."""

    rate: Annotated[Entries[NumberEntry], Unit("of the list price")]
    partner_kinds: Entries[NamesEntry[Literal["direct_bill", "indirect_provider", "indirect_reseller"]]]
    holders: Entries[HoldersEntry]
    whole_day: Entries[DayEntry]
    access_kinds: Entries[NamesEntry[Literal["aobo", "lighthouse", "direct", "group"]]]
    link_needed: Entries[NamesEntry[Literal["aobo", "lighthouse", "direct", "group"]]]
    link_unless_automatic: Entries[NamesEntry[Literal["aobo", "lighthouse", "direct", "group"]]]
    plans: Entries[NamesEntry[Text]]
    publishers: Entries[NamesEntry[Text]]
    no_usage: Entries[NamesEntry[Text]]
    reservation_words: Entries[NamesEntry[Text]]
    savings_plan_words: Entries[NamesEntry[Text]]
    spot_words: Entries[NamesEntry[Text]]
    marketplace_words: Entries[NamesEntry[Text]]
    third_party_words: Entries[NamesEntry[Text]]
    legacy_offer_words: Entries[NamesEntry[Text]]
    eligible_roles: Entries[NamesEntry[Text]]
    other_roles: Entries[NamesEntry[Text]]
