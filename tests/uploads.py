"""Files as people attach them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20


def pdf(*, pages: int = 1, password: str = "", title: str = "") -> bytes:
    """A PDF with so many empty pages; ``title`` makes it differ from others."""
    writer, stream = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=72, height=72)
    writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(stream)
    return stream.getvalue()


def upload(content: bytes, name: str = "report.pdf") -> SimpleUploadedFile:
    """A file on its way in."""
    return SimpleUploadedFile(name, content)
