"""Word to rich text: a .docx becomes a proposed title, a sanitised body, its pictures, and
sentences about the rest.

``package`` opens the file within bounds, ``styles``, ``numbers`` and ``old_fonts`` read what Word
says about its paragraphs, ``rewriting`` reduces them to what mammoth reads well, ``titles``
proposes the title, ``convert`` makes HTML.
"""

from core.docx_import.convert import DocxContent, DocxContentPicture, picture_file, read_docx

__all__ = ["DocxContent", "DocxContentPicture", "picture_file", "read_docx"]
