"""The demo's directory: profiles published as their people would have, logos drawn here, and a few leads. No letter leaves it."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw, ImageFont

from demo.people import CONTOSO
from demo.providers import OTHERS, PARTNERS, Provider
from directory import actions, badges, logos, places
from directory.models import BusinessProfile, Lead, Place, Publication
from partnerhub import clock
from partnerhub.models import Partner, User
from scoring import actions as scoring
from specializations import award_actions
from specializations.models import Award

_SIDE = 240
_BOUGHT, _AWARDED = date(2023, 1, 9), date(2022, 11, 21)
# Organisation, who wrote, what, days ago, how it stands.
_LEADS = (
    ("Wide World Importers", "Noor Ashdown", "We want to move our accounts to Business Central before January.", 2, "received"),
    ("Fourth Coffee", "Tomas Brackley", "Two hundred cafés, and their tills. Who can help us with that?", 6, "received"),
    ("Lucerne Publishing", "Ada Crowhurst", "Our servers are eight years old. What would you do with them?", 11, "accepted"),
    ("Blue Yonder Airlines", "Jens Dunmore", "A platform for our apps, run by somebody else.", 40, "archived"),
    ("Nod Publishers", "Elsa Eastwood", "We are looking for a training for 40 people.", 30, "expired"),
)  # fmt: skip


def publish(partners: dict[str, Partner], manager: User) -> int:
    """Publish every profile of the demo; those that are there already stay. Returns how many are public."""
    for one in (*PARTNERS, *OTHERS):
        _provider(partners.get(one.mpn_id) or _partner(one), one, manager)
    _leads(partners[CONTOSO])
    return Publication.objects.count()


@transaction.atomic
def _provider(partner: Partner, one: Provider, manager: User) -> None:
    if not Publication.objects.filter(profile__partner=partner).exists():
        _profile(partner, one)
        _hold(partner, one, manager)


def _partner(one: Provider) -> Partner:
    defaults = {"name": one.name, "market": Partner.Market.OTHER, "kind": Partner.Kind.INDIRECT_RESELLER}
    return Partner.objects.get_or_create(mpn_id=one.mpn_id, defaults=defaults)[0]


def _profile(partner: Partner, one: Provider) -> None:
    row = actions.begin(partner, one.country, None)
    host = one.lead_email.split("@")[1]
    names = ("description", "industries", "products", "services", "solutions", "sizes", "lead_email")
    fields = {name: getattr(one, name) for name in names}
    fields |= {"website": f"https://{host}/", "linkedin": "", "lead_name": ""}
    actions.write(row, {key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}, None)
    actions.set_logo(row, logos.draw(SimpleUploadedFile("logo.png", picture(one))), None)
    for town, street in one.towns:
        actions.add_location(row, _town(town, one.country), street, None)
    actions.publish(row, None)


def _town(name: str, country: str) -> Place:
    found = places.find(name, country)
    assert found is not None, name
    return found.place


def _hold(partner: Partner, one: Provider, manager: User) -> None:
    """What a provider without a story holds, as the programme records it."""
    for key in one.held:
        scoring.enrol(partner, key, manager, starts=_BOUGHT)
    for key in one.special:
        if not Award.objects.filter(partner=partner, specialization=key).exists():
            note = "Award letter shown to the programme."
            award_actions.record_award(partner, key, manager, starts=_AWARDED, note=note)
    badges.refresh(partner, clock.today())


def picture(one: Provider) -> bytes:
    """A provider's logo: its initials on a ground of its colours."""
    dark, light = one.colours
    drawn = Image.new("RGB", (_SIDE, _SIDE), light)
    pen = ImageDraw.Draw(drawn)
    pen.rounded_rectangle((24, 24, _SIDE - 24, _SIDE - 24), radius=48, fill=dark)
    pen.ellipse((_SIDE - 96, _SIDE - 96, _SIDE - 16, _SIDE - 16), fill=light, outline=dark, width=8)
    initials = "".join(word[0] for word in one.name.split()[:2])
    middle = ((_SIDE - 24) / 2, (_SIDE - 24) / 2)
    pen.text(middle, initials, fill=light, font=ImageFont.load_default(88), anchor="mm")
    stream = BytesIO()
    drawn.save(stream, "PNG")
    return stream.getvalue()


@transaction.atomic
def _leads(partner: Partner) -> None:
    """What customers wrote to the first partner, as it would stand had it been lived through."""
    profile = BusinessProfile.objects.get(partner=partner, country="DE")
    admin = User.objects.get(email="petra.hollowell@contoso.example.com")
    if Lead.objects.filter(partner=partner).exists():
        return
    for organisation, name, message, days, state in _LEADS:
        _lead(profile, admin, (organisation, name, message), days, state)
    badges.mark(partner, clock.today())


def _lead(profile: BusinessProfile, admin: User, words: tuple[str, str, str], days: int, state: str) -> None:
    organisation, name, message = words
    received = clock.now() - timedelta(days=days)
    accepted = received + timedelta(hours=5) if state in {"accepted", "archived"} else None
    ended = received + timedelta(days=14) if state in {"archived", "expired"} else None
    Lead.objects.create(
        partner=profile.partner,
        profile=profile,
        city="Munich",
        country=profile.country,
        state=state,
        reason=Lead.Reason.WON if state == "archived" else "",
        organisation=organisation,
        size="251-1000",
        name=name,
        email=f"{name.lower().replace(' ', '.')}@example.com",
        message=message,
        received_at=received,
        changed_at=ended or accepted or received,
        accepted_at=accepted,
        accepted_by=admin if accepted else None,
        ended_at=ended,
    )
