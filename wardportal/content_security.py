"""The two content security policies: public pages run nothing but our own files, the admin also the
editor.
"""

from csp.constants import NONE, SELF, UNSAFE_INLINE

_COMMON = {
    "default-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}

PUBLIC_POLICY = {"DIRECTIVES": _COMMON}

# CKEditor 4 sets style attributes and `onclick` handlers on its own toolbar; script elements stay
# ours.
ADMIN_DIRECTIVES = {
    **_COMMON,
    "img-src": [SELF, "data:", "blob:"],
    "script-src": [SELF],
    "script-src-attr": [UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}
