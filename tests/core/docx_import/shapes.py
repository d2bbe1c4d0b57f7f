# ruff: noqa: E501  (a line of XML is one thing)
"""Word files as Word writes them, built from XML: what a test needs and nothing else."""

from __future__ import annotations

from tests.support.files import package, picture

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MODES = {True: ' TargetMode="External"', False: ""}
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="u2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="u3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="u5"><w:name w:val="heading 5"/></w:style>
<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Muc lon"/><w:basedOn w:val="u2"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/></w:style>
<w:style w:type="character" w:styleId="Manh"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Mu"><w:name w:val="Mũ"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="An"><w:name w:val="An"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Cu"><w:name w:val="Cu"/><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>
"""


def text(words: str, look: str = "") -> str:
    """One run; ``look`` holds its properties, such as ``<w:b/>``."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r w:rsidR="00A1">{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def p(content: str = "", style: str = "", more: str = "") -> str:
    """One paragraph of runs; bare words become a run."""
    if content and not content.startswith("<"):
        content = text(content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f'<w:p w:rsidR="00A1" w:rsidRDefault="00A1">{properties}{content}</w:p>'


def item(words: str, list_: int, level: int = 0) -> str:
    return p(words, more=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>')


def table(*rows: list[str], look: str = "") -> str:
    body = "".join(
        f"<w:tr>{''.join(f'<w:tc>{p(text(cell, look))}</w:tc>' for cell in row)}</w:tr>"
        for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>{body}</w:tbl>'


def photo(relation: str, alt: str = "", more: str = "", link: str = "embed") -> str:
    """A picture in the line, as Word writes it."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="Picture 1" descr="{alt}">{more}'
        '</wp:docPr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:blipFill><a:blip r:{link}="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def text_box(inner: str, fallback: str | None = None) -> str:
    """A text box of today's Word; ``fallback`` is its copy for older ones."""
    old = (
        ""
        if fallback is None
        else f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{fallback}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="2" name="Text Box 2"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        f"</w:drawing></mc:Choice>{old}</mc:AlternateContent></w:r>"
    )


def level(index: int, form: str, pattern: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


# Lists 1: bullets, 2: 1. / a) / bullets, 3: Điều 1. / 1.1., 4: I. , 5: like 2, begun again
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "bullet", "·")}{level(1, "bullet", "o")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%2)")}'
    f"{level(2, 'bullet', '-')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{level(0, "decimal", "Điều %1.")}{level(1, "decimal", "%1.%2.")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="3">{level(0, "upperRoman", "%1.")}</w:abstractNum>'
    + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'
        for number, abstract in ((1, 0), (2, 1), (3, 2), (4, 3))
    )
    + '<w:num w:numId="5"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def word(
    *blocks: str,
    relations: dict[str, tuple[str, str]] | None = None,
    parts: dict[str, str] | None = None,
    media: dict[str, bytes] | None = None,
    compression: int = 8,
) -> bytes:
    """A whole .docx. ``relations``: id -> (kind, target), external ones with a scheme; ``parts``:
    kind -> inner XML; ``media``: name -> bytes, with a relation of the name's stem."""
    kinds = {"styles": STYLES, "numbering": NUMBERING} | (parts or {})
    related = {kind: (kind, f"{kind}.xml") for kind in kinds}
    related |= {name.partition(".")[0]: ("image", f"media/{name}") for name in media or {}}
    related |= relations or {}
    types = [f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>']
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": _HEAD
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(types)
        + "</Types>",
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"{_HEAD}<w:document {_DECLARED}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(related),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for kind, inner in kinds.items():
        root = roots.get(kind, kind)
        members[f"word/{kind}.xml"] = f"{_HEAD}<w:{root} {_DECLARED}>{inner}</w:{root}>"
    members |= {f"word/media/{name}": data for name, data in (media or {}).items()}
    return package(members, compression)


def _relations(related: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{NAMES["r"]}/{kind}" Target="{target}"{_MODES[":" in target]}/>'
        for key, (kind, target) in related.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def jpeg(colour: str = "teal") -> bytes:
    return picture(size=(640, 400), colour=colour)
