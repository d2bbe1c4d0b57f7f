"""Blank forms of the office: an OpenDocument text of a title and one line for each answer."""

import io
import zipfile
from xml.sax.saxutils import escape

_TYPE = "application/vnd.oasis.opendocument.text"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_DATE = (2016, 6, 24, 8, 0, 0)  # constant, so that the file is the same at every call


def form(title: str, lines: tuple[str, ...]) -> bytes:
    """Return the form as ODT. A line that ends with a colon gets space for the answer."""
    paragraphs = "".join(f"<text:p>{escape(_with_room(line))}</text:p>" for line in lines)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_NAMES}:office:1.0"'
        f' xmlns:text="{_NAMES}:text:1.0"'
        ' office:version="1.3"><office:body><office:text>'
        f'<text:h text:outline-level="1">{escape(title)}</text:h>{paragraphs}'
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        # The type comes first and uncompressed, so that a file is recognised by its first bytes.
        for name, text in (
            ("mimetype", _TYPE),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ):
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, _DATE), text, how)
    return out.getvalue()


def _with_room(line: str) -> str:
    return f"{line} {'.' * 60}" if line.endswith(":") else line
