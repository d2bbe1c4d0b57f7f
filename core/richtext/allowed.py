"""Allow-list of rich text: elements, attributes, URLs of links and pictures.

One table for sanitiser and editor.
"""

import re

import nh3

from core.text.vietnamese import clean_line, visible

ALLOWED: dict[str, set[str]] = {
    "p": set(),
    "h2": set(),
    "h3": set(),
    "h4": set(),
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "blockquote": set(),
    "strong": set(),
    "em": set(),
    "u": set(),
    "s": set(),
    "sub": set(),
    "sup": set(),
    "a": {"href", "title", "rel"},
    # data-decorative="true": the picture adds nothing to the text, screen readers skip it.
    "img": {"src", "alt", "width", "height", "data-decorative"},
    "figure": {"class"},
    "figcaption": set(),
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "hr": set(),
    "br": set(),
}
# The editor's picture plugin recognises captioned pictures by this class.
FIGURE_CLASS = "image"

INLINE = {"strong", "em", "u", "s", "sub", "sup", "a", "img", "br"}
VOID = {"img", "hr", "br"}
RENAMED = {
    **{"b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u"},
    **{"h1": "h2", "h5": "h4", "h6": "h4", "menu": "ul", "dir": "ul", "tfoot": "tbody"},
}
# Elements that break lines in any source: paragraphs separate their words.
PARAGRAPH_LIKE = {
    "address",
    "article",
    "aside",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "header",
    "hgroup",
    "legend",
    "main",
    "nav",
    "optgroup",
    "option",
    "pre",
    "search",
    "section",
    "summary",
    "textarea",
}
READABLE = set(ALLOWED) | set(RENAMED) | PARAGRAPH_LIKE | {"iframe"}
# Elements whose content is no text, removed with everything in it.
DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "title",
    "svg",
    "math",
    "xml",
    "object",
    "applet",
    "audio",
    "video",
    "canvas",
}
# fmt: on

_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^/\\?#\s@]+(?:[/?#]|$)", re.IGNORECASE)
PICTURE = re.compile(r"/tep/([A-Za-z0-9_-]{1,64})\.([a-z0-9]{1,8})")
_VIDEO = re.compile(
    r"(?:https?:)?//(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/embed/(?P<youtube>[\w-]{1,40})"
    r"|player\.vimeo\.com/video/(?P<vimeo>\d{1,20}))(?=[?#/]|$)",
    re.IGNORECASE | re.ASCII,
)


# Tracking parameters; the page is the same without them.
_TRACKING_PARAMETER = re.compile(
    r"(?<=[?&])(?:utm_[a-z]+|fbclid|gclid|zarsrc|mc_[ce]id|igshid|mibextid)=[^&#]*(?:&(?:amp;)?|(?=#|$))",
    re.IGNORECASE,
)


def _clean_href(value: str) -> str | None:
    """Return the URL of a link, None for a forbidden one, "" for one that the author has to
    complete.

    Browsers drop tabs and line breaks inside a URL and read a backslash as a slash, so both are
    handled before the check.
    """
    address = re.sub(r"[\x00-\x1f\x7f]+", "", visible(value)).strip()
    if address.startswith("//") and len(address) > 2 and address[2] not in "/\\":
        address = f"https:{address}"
    if address.lower().startswith("www."):
        address = f"https://{address}"
    if scheme := _SCHEME.match(address):
        name = scheme[1].lower()
        if name not in _SCHEMES or (name in {"http", "https"} and not _WEB_ADDRESS.match(address)):
            return None
        return (
            re.sub(r"[?&](?=#|$)", "", _TRACKING_PARAMETER.sub("", address))
            if _TRACKING_PARAMETER.search(address)
            else address
        )
    if address.startswith("#_"):
        return None  # a hidden bookmark of Word: a footnote, a heading of the table of contents
    if address.startswith("#") or (address.startswith("/") and address[1:2] not in {"/", "\\"}):
        return address
    return ""


def _video_address(src: str) -> str | None:
    if not (match := _VIDEO.match(src.strip())):
        return None
    if match["youtube"]:
        return f"https://www.youtube.com/watch?v={match['youtube']}"
    return f"https://vimeo.com/{match['vimeo']}"


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    match tag, name:
        case "a", "href":
            return _clean_href(value)
        case "img", "src":
            return value if PICTURE.fullmatch(value) else None
        case "iframe", "src":
            return _video_address(value)
        case "img", "width" | "height":
            return value if re.fullmatch(r"[1-9][0-9]{0,3}", value) else None
        case _, "colspan" | "rowspan" | "start":
            return value if re.fullmatch(r"[1-9][0-9]{0,2}", value) else None
        case _, "scope":
            return value if value in {"row", "col", "rowgroup", "colgroup"} else None
        case "a", "rel":
            return value if value == "noopener noreferrer" else None
        case "figure", "class":
            return value if value == FIGURE_CLASS else None
        case "img", "data-decorative":
            return "true"
        case _, "alt" | "title":
            return clean_line(value)
    return value


# nh3 would allow title and lang everywhere.
_NO_GENERIC_ATTRIBUTES: dict[str, set[str]] = {"*": set()}
STRICT = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes=ALLOWED | _NO_GENERIC_ATTRIBUTES,
    attribute_filter=_filter_attribute,
    clean_content_tags=DROPPED_WITH_CONTENT,
    url_schemes=_SCHEMES,
    link_rel=None,
)
READER = nh3.Cleaner(
    tags=READABLE,
    attributes=ALLOWED | _NO_GENERIC_ATTRIBUTES | {"iframe": {"src"}},
    attribute_filter=_filter_attribute,
    clean_content_tags=DROPPED_WITH_CONTENT,
    url_schemes=_SCHEMES,
    link_rel=None,
)
PICTURES_ONLY = nh3.Cleaner(
    tags={"img"},
    attributes={"img": {"src"}},
    url_schemes={"http", "https", "data", "blob", "file", "cid", "ftp"},
)
