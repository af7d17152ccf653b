"""Logos: looked into by their content, and drawn anew as PNG, so that nothing of the file that came in is ever handed out."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from directory.models import BusinessProfile, Logo, Publication
from partnerhub import documents
from partnerhub.models import User

LARGEST_MB, WIDEST, NARROWEST = 2, 300, 216
SMALL = 96
_FORMATS = ("GIF", "JPEG", "PNG")
# The first bytes of each kind, before any library looks into it.
_SIGNATURES = (b"GIF87a", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class LogoRefused(Exception):
    """The picture cannot be a logo; the message says why and what to do."""


@dataclass(frozen=True)
class Drawn:
    """A logo as PNG, as it is and small."""

    picture: bytes
    small: bytes
    width: int
    height: int


def draw(upload: "UploadedFile[Any]") -> Drawn:
    """The logo that a file holds. Raises LogoRefused where it is of another kind or size, or damaged.

    A picture's measures stand in its head and are looked at first: one that would unpack to gigabytes is refused unread.
    """
    if (upload.size or 0) > LARGEST_MB * 1024 * 1024:
        raise LogoRefused(
            _("The file is larger than %(most)d MB; save the logo as a smaller one.") % {"most": LARGEST_MB}
        )
    upload.seek(0)
    content = upload.read()
    if not content.startswith(_SIGNATURES):
        raise LogoRefused(_("This is no GIF, JPG or PNG picture; save the logo as one of these."))
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            _check_measures(*picture.size)
            return _drawn(picture.convert("RGBA"))
    except Image.DecompressionBombError as error:
        refusal = _("The picture has far too many pixels; a logo may be at most %(widest)d wide.")
        raise LogoRefused(refusal % {"widest": WIDEST}) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise LogoRefused(_("The picture is damaged or not complete; save it again.")) from error


def _check_measures(width: int, height: int) -> None:
    words = {"width": width, "height": height, "widest": WIDEST, "least": NARROWEST}
    if width > WIDEST:
        raise LogoRefused(_("The logo is %(width)d pixels wide; it may be at most %(widest)d.") % words)
    if width < NARROWEST or height < NARROWEST:
        refusal = _("The logo has %(width)d by %(height)d pixels; it needs at least %(least)d by %(least)d.")
        raise LogoRefused(refusal % words)
    if height > width:
        raise LogoRefused(_("The logo is higher than wide; it has to be square or wide.") % words)


def _drawn(picture: Image.Image) -> Drawn:
    width, height = picture.size
    small = picture.copy()
    small.thumbnail((SMALL, SMALL))
    return Drawn(_png(picture), _png(small), width, height)


def _png(picture: Image.Image) -> bytes:
    """The pixels alone: a new picture knows nothing of the old one's notes, places and colour profiles."""
    bare = Image.new("RGBA", picture.size)
    bare.paste(picture)
    opaque = bare.getchannel("A").getextrema() == (255, 255)
    stream = BytesIO()
    (bare.convert("RGB") if opaque else bare).save(stream, "PNG", optimize=True)
    return stream.getvalue()


@transaction.atomic
def keep(drawn: Drawn, by: User | None) -> Logo:
    """Keep a logo with its two files."""
    files = [
        documents.keep(SimpleUploadedFile(f"{name}.png", content, "image/png"), by)
        for name, content in (("logo", drawn.picture), ("logo-small", drawn.small))
    ]
    return Logo.objects.create(picture=files[0], small=files[1], width=drawn.width, height=drawn.height)


@transaction.atomic
def drop_unused(logo: Logo | None) -> None:
    """Delete a logo that neither a profile nor a publication shows any more."""
    if logo is None or any(model.objects.filter(logo=logo).exists() for model in (BusinessProfile, Publication)):
        return
    files = (logo.picture, logo.small)
    logo.delete()
    for file in files:
        documents.forget(file)
