"""Configuration of CKEditor 4: plugins, toolbar, content filter."""

from typing import Any

from core.richtext.allowed import ALLOWED, FIGURE_CLASS, RENAMED
from core.text.symbol_fonts import COMMON_SIGNS

UPLOAD_URL = "/quan-tri/tep/tai-len/"


def _editor_filter() -> dict[str, Any]:
    """Return the allow-list as rules of CKEditor's content filter."""
    rules: dict[str, Any] = {
        name: {
            "attributes": sorted(attributes - {"class"}),
            "classes": FIGURE_CLASS if "class" in attributes else "",
        }
        for name, attributes in ALLOWED.items()
    }
    # Attributes of a picture during its upload; the editor removes them.
    rules["img"]["attributes"] += ["data-cke-upload-id", "data-widget"]
    return rules


# Compiled into the editor and unused; some would load files of their own. The filter for Google
# Docs discards a text at the first span without a style.
_UNUSED_PLUGINS = [
    "about",
    "bidi",
    "colorbutton",
    "colordialog",
    "copyformatting",
    "dialogadvtab",
    "div",
    "editorplaceholder",
    "elementspath",
    "exportpdf",
    "find",
    "flash",
    "font",
    "forms",
    "horizontalrule",
    "iframe",
    "image",
    "indentblock",
    "justify",
    "language",
    "liststyle",
    "maximize",
    "newpage",
    "pagebreak",
    "pastefromgdocs",
    "preview",
    "print",
    "save",
    "scayt",
    "selectall",
    "showblocks",
    "smiley",
    "sourcearea",
    "specialchar",
    "stylescombo",
    "templates",
    "wsc",
]

# Plugin folders beside the editor: unused, or compiled into it already.
_SPARE_PLUGINS = [
    "adobeair",
    "ajax",
    "autoembed",
    "autogrow",
    "autolink",
    "bbcode",
    "codesnippet",
    "codesnippetgeshi",
    "devtools",
    "docprops",
    "embed",
    "embedbase",
    "embedsemantic",
    "filetools",
    "iframedialog",
    "lineutils",
    "mathjax",
    "menubutton",
    "notification",
    "notificationaggregator",
    "placeholder",
    "sharedspace",
    "sourcedialog",
    "stylesheetparser",
    "tableresize",
    "uicolor",
    "uploadimage",
    "uploadwidget",
    "xml",
]
# fmt: on


CKEDITOR_CONFIGS: dict[str, dict[str, Any]] = {
    "default": {
        "language": "vi",
        "customConfig": "",
        "stylesSet": False,
        "versionCheck": False,
        "entities": False,
        "skin": "moono-lisa",
        "width": "100%",
        "height": 420,
        "extraPlugins": "divarea,uploadimage,image2",
        "removePlugins": ",".join(_UNUSED_PLUGINS),
        "allowedContent": _editor_filter(),
        # Applied before the editor turns b into strong and the like.
        "pasteFilter": _editor_filter() | {name: {} for name in RENAMED},
        "format_tags": "p;h2;h3;h4",
        "toolbar": [
            ["Format", "Bold", "Italic"],
            ["NumberedList", "BulletedList", "Blockquote"],
            ["Link", "Unlink"],
            ["Image", "Table"],
            ["RemoveFormat", "Undo", "Redo"],
        ],
        "imageUploadUrl": UPLOAD_URL,
        "filebrowserImageUploadUrl": UPLOAD_URL,
        "clipboard_handleImages": False,  # done by uploadimage
        "linkShowTargetTab": False,
        "linkShowAdvancedTab": False,
        "linkDefaultProtocol": "https://",
        "image2_captionedClass": FIGURE_CLASS,
        "disableNativeSpellChecker": False,
        # For paste.js, which reads them as the import of Word files does.
        "symbolFonts": {font.lower(): signs for font, signs in COMMON_SIGNS.items()},
    }
}

# Patterns for collectstatic: of the editor's 1,200 files only those are collected that this
# configuration loads.
EDITOR_IGNORE_PATTERNS: list[str] = [
    "ckeditor/file-icons/*",
    "ckeditor/galleriffic/*",
    "ckeditor/ckeditor/*.md",
    "ckeditor/ckeditor/*.json",
    "ckeditor/ckeditor/adapters/*",
    "ckeditor/ckeditor/build-config.js",
    "ckeditor/ckeditor/config.js",
    "ckeditor/ckeditor/styles.js",
    "ckeditor/ckeditor/vendor/*",
    "ckeditor/ckeditor/skins/moono/*",
    # Every language but vi.
    "ckeditor/ckeditor/lang/[!v]*",
    "ckeditor/ckeditor/plugins/*/lang/[!v]*",
    *(f"ckeditor/ckeditor/plugins/{name}/*" for name in (*_UNUSED_PLUGINS, *_SPARE_PLUGINS)),
]
