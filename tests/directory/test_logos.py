"""Logos: what they hold decides, and nothing of the file that came in is kept."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from directory import actions, logos
from directory.logos import LogoRefused
from directory.models import Logo
from partnerhub import documents
from partnerhub.models import Document
from tests.directory.profiles import draft, picture, published
from tests.uploads import pdf


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few kilobytes that would unpack to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(216, 216), (300, 216), (300, 300), (299, 217)])
@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG"])
def test_logo_of_a_usable_size_is_drawn_anew(kind: str, width: int, height: int) -> None:
    drawn = logos.draw(upload(picture(width, height, kind)))
    with Image.open(BytesIO(drawn.picture)) as whole, Image.open(BytesIO(drawn.small)) as small:
        assert (whole.format, whole.size, small.format, max(small.size)) == ("PNG", (width, height), "PNG", 96)


@pytest.mark.parametrize(
    ("width", "height", "told"),
    [
        (301, 216, "is 301 pixels wide; it may be at most 300"),
        (215, 215, "has 215 by 215 pixels; it needs at least 216 by 216"),
        (300, 215, "has 300 by 215 pixels"),
        (216, 217, "higher than wide"),
    ],
)
def test_logo_of_another_size_is_refused_and_told_why(width: int, height: int, told: str) -> None:
    with pytest.raises(LogoRefused, match=told):
        logos.draw(upload(picture(width, height)))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (SVG, "no GIF, JPG or PNG"),
        (pdf(), "no GIF, JPG or PNG"),
        (b"", "no GIF, JPG or PNG"),
        (picture(kind="BMP"), "no GIF, JPG or PNG"),
        (picture(kind="TIFF"), "no GIF, JPG or PNG"),
        (picture()[:60], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "damaged"),
        (b"GIF89a", "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 100, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "damaged"),
        (bomb(), "far too many pixels"),
        (bomb(300, 2_000_000_000), "far too many pixels"),
        (bomb(9_000, 9_000), "is 9000 pixels wide"),
        (picture() + b"\0" * 3_000_000, "larger than 2 MB"),
    ],
)
def test_file_that_is_no_logo_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(LogoRefused, match=told):
        logos.draw(upload(content))


def test_bomb_of_a_usable_size_is_refused_or_small(tmp_path: Path) -> None:
    """More pixels than its measures say: what is too much is never unpacked."""
    drawn = logos.draw(upload(bomb(300, 300)))
    assert len(drawn.picture) < 10_000


def test_logo_keeps_nothing_of_the_file() -> None:
    notes, stream = PngImagePlugin.PngInfo(), BytesIO()
    notes.add_text("Comment", "Unmistakable secret")
    Image.new("RGB", (240, 240)).save(stream, "PNG", pnginfo=notes, dpi=(72, 72))
    photo, jpeg = Image.Exif(), BytesIO()
    photo[0x010E] = "Unmistakable secret"
    Image.new("RGB", (240, 240)).save(jpeg, "JPEG", exif=photo)
    for content in (stream.getvalue(), jpeg.getvalue(), picture() + b"Unmistakable secret"):
        drawn = logos.draw(upload(content))
        assert b"Unmistakable" not in drawn.picture + drawn.small
        with Image.open(BytesIO(drawn.picture)) as whole:
            assert whole.info == {}


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1", "LA"])
def test_logo_of_any_colours_is_drawn(mode: str) -> None:
    kind = "PNG"
    stream = BytesIO()
    Image.new(mode, (240, 240)).save(stream, kind)
    assert logos.draw(upload(stream.getvalue())).width == 240


@pytest.mark.django_db
def test_logo_that_nobody_shows_is_deleted_with_its_files() -> None:
    row = draft()
    actions.set_logo(row, logos.draw(upload(picture(240, 230))), None)
    actions.set_logo(row, logos.draw(upload(picture(250, 240))), None)
    assert (Logo.objects.count(), Document.objects.count()) == (1, 2)
    actions.set_logo(row, None, None)
    assert (Logo.objects.count(), Document.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_published_logo_stays_until_another_is_published(client: Client) -> None:
    row = draft()
    actions.set_logo(row, logos.draw(upload(picture())), None)
    profile = published(row.partner)
    profile.refresh_from_db()
    first = profile.logo
    assert first is not None
    url = reverse("directory-logo", args=[first.picture.sha256])
    actions.set_logo(profile, logos.draw(upload(picture(300, 240))), None)
    response = client.get(url)
    assert b"".join(response.streaming_content) == (documents.root() / first.picture.sha256).read_bytes()  # type: ignore[attr-defined]
    heads = ("Content-Type", "X-Content-Type-Options", "Cache-Control")
    assert [response.headers[name] for name in heads] == ["image/png", "nosniff", "public, max-age=31536000, immutable"]
    actions.publish(profile, None)
    assert client.get(url).status_code == 404


@pytest.mark.django_db
def test_logo_of_a_draft_is_not_public(client: Client) -> None:
    row = draft()
    actions.set_logo(row, logos.draw(upload(picture())), None)
    assert row.logo is not None
    assert client.get(reverse("directory-logo", args=[row.logo.picture.sha256])).status_code == 404
