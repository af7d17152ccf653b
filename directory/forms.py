"""What people fill in: a profile, its locations and logo; a message to a provider; and what became of a lead."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import countries, logos, places, vocabulary
from directory.logos import Drawn, LogoRefused
from directory.models import LONGEST_DESCRIPTION, LONGEST_SOLUTIONS, BusinessProfile, Lead, Words
from partnerhub.models import Partner
from partnerhub.told import joined

_SECURE = URLValidator(schemes=["https"])


class _Lines(forms.Textarea):
    """A field of several lines that says how many letters it takes."""

    def __init__(self, rows: int) -> None:
        super().__init__(attrs={"rows": rows})


def _many(label: Any, known: vocabulary.Labels) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(known.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


class ProfileForm(forms.Form):
    """What a profile says. A draft may be incomplete; what is there has to be usable."""

    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=_Lines(8),
        help_text=gettext_lazy(
            "What you do, for whom, and what sets you apart; at most 2,500 characters. Its beginning shows in the results. "
            "Customers cannot search for its words: choose expertise below."
        ),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".gif,.jpg,.jpeg,.png"}),
        help_text=gettext_lazy(
            "GIF, JPG or PNG, square or wide, at least 216 by 216 pixels and at most 300 wide. It is kept as a still picture."
        ),
    )
    remove_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    website = forms.CharField(
        label=gettext_lazy("Website"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Begins with https://"),
        widget=forms.URLInput,
    )
    linkedin = forms.CharField(
        label=gettext_lazy("LinkedIn page of the company"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("https://www.linkedin.com/company/…; a person's page is not possible."),
        widget=forms.URLInput,
    )
    industries = _many(gettext_lazy("Industries"), vocabulary.INDUSTRIES)
    products = _many(gettext_lazy("Products"), vocabulary.PRODUCTS)
    services = _many(gettext_lazy("Services"), vocabulary.SERVICES)
    solutions = forms.CharField(
        label=gettext_lazy("Solutions, skills and capabilities"),
        required=False,
        max_length=LONGEST_SOLUTIONS,
        widget=_Lines(4),
        help_text=gettext_lazy("In your own words, separated by commas. Customers can search for these."),
    )
    sizes = _many(gettext_lazy("Organisations that you work for"), vocabulary.SIZES)
    lead_name = forms.CharField(label=gettext_lazy("Contact for customers' messages"), required=False, max_length=200)
    lead_email = forms.EmailField(
        label=gettext_lazy("Contact's e-mail address"),
        required=False,
        help_text=gettext_lazy("Gets a letter for each message. Never shown to anybody outside your organisation."),
    )
    drawn: Drawn | None = None

    def clean_logo(self) -> None:
        if upload := self.cleaned_data.get("logo"):
            try:
                self.drawn = logos.draw(upload)
            except LogoRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal

    def clean_website(self) -> str:
        return _secure(self.cleaned_data["website"])

    def clean_linkedin(self) -> str:
        address = _secure(self.cleaned_data["linkedin"])
        if address and not _is_company_page(address):
            raise forms.ValidationError(
                _("This is no page of a company; its address begins with https://www.linkedin.com/company/.")
            )
        return address


def _secure(address: str) -> str:
    """An address that begins with https, as browsers write it. Raises ValidationError for any other."""
    if not address:
        return ""
    try:
        _SECURE(address)
    except forms.ValidationError as error:
        raise forms.ValidationError(_("Enter a whole address that begins with https://.")) from error
    if urlsplit(address).username is not None:
        raise forms.ValidationError(_("Leave out the sign-in in front of the address."))
    return address


def _is_company_page(address: str) -> bool:
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    return (host == "linkedin.com" or host.endswith(".linkedin.com")) and parts.path.startswith("/company/")


def of_profile(profile: BusinessProfile, data: Any = None, files: Any = None) -> ProfileForm:
    """The form of a profile; all sizes are chosen where none was yet."""
    names = (*Words.FIELDS, "lead_name", "lead_email")
    initial = {name: getattr(profile, name) for name in names}
    initial["sizes"] = profile.sizes or list(vocabulary.SIZES)
    return ProfileForm(data, files, initial=initial)


class BeginForm(forms.Form):
    """The country of a new profile."""

    country = forms.ChoiceField(label=gettext_lazy("Country or region"))

    def __init__(self, partner: Partner, data: Any = None) -> None:
        super().__init__(data)
        there = set(partner.profiles.values_list("country", flat=True))
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")),
            *((code, name) for code, name in countries.names().items() if code not in there),
        ]


class LocationForm(forms.Form):
    """An office: its town in the profile's country, and its street."""

    place = forms.CharField(
        label=gettext_lazy("Town"),
        max_length=places.LONGEST,
        help_text=gettext_lazy("A town of 15,000 people or more."),
    )
    address = forms.CharField(
        label=gettext_lazy("Street and number"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Shown to everyone; leave it out where it is somebody's home."),
    )

    def __init__(self, country: str, data: Any = None) -> None:
        super().__init__(data)
        self.country = country
        self.fields["place"].widget.attrs["list"] = "place-options"

    def clean_place(self) -> Any:
        found = places.find(self.cleaned_data["place"], self.country)
        if found is None:
            words = {"country": countries.name(self.country)}
            raise forms.ValidationError(_("No town in %(country)s is called so; name the nearest larger one.") % words)
        if found.others:
            called = joined(places.label(one, with_region=True) for one in (found.place, *found.others))
            if places.label(found.place, with_region=True) != self.cleaned_data["place"] and found.place.region:
                raise forms.ValidationError(_("Several towns are called so; say which: %(towns)s.") % {"towns": called})
        return found.place


class ContactForm(forms.Form):
    """A message to a provider. ``homepage`` is for programs that fill in everything; people do not see it."""

    organisation = forms.CharField(label=gettext_lazy("Your organisation"), max_length=200)
    size = forms.ChoiceField(label=gettext_lazy("Size of your organisation"), required=False)
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Your e-mail address"))
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=100, required=False)
    message = forms.CharField(label=gettext_lazy("What you need"), max_length=2000, widget=_Lines(6))
    homepage = forms.CharField(
        label=gettext_lazy("Homepage"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    AUTOCOMPLETE: Mapping[str, str] = {
        "organisation": "organization",
        "name": "name",
        "email": "email",
        "phone": "tel",
        "city": "address-level2",
    }

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["size"].choices = [("", _("I would rather not say")), *vocabulary.SIZES.items()]  # type: ignore[attr-defined]
        for name, known in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = known

    @property
    def is_of_a_program(self) -> bool:
        """Whether somebody filled in what people do not see."""
        return bool(self.data.get("homepage"))


class ArchiveForm(forms.Form):
    """How a lead ended."""

    reason = forms.ChoiceField(
        label=gettext_lazy("How it ended"), choices=[("", gettext_lazy("Choose one")), *Lead.Reason.choices]
    )
