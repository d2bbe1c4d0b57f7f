"""Content security policies: public pages run our own files alone, the admin also the editor."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

_COMMON = {
    "default-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}

PUBLIC_POLICY = {"DIRECTIVES": _COMMON}

# CKEditor 4 sets style attributes and `onclick` handlers on its own toolbar; script elements are
# ours alone.
ADMIN_DIRECTIVES = {
    **_COMMON,
    "img-src": [SELF, "data:", "blob:"],
    "script-src": [SELF],
    "script-src-attr": [UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}
