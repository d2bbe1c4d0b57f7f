"""Errors of the operating system in words."""

import errno

REASONS = {
    errno.EACCES: "không đủ quyền",
    errno.EPERM: "không đủ quyền",
    errno.EROFS: "hệ thống tệp chỉ cho đọc",
    errno.ENOSPC: "đĩa đã đầy",
    errno.EDQUOT: "đĩa đã đầy",
    errno.ENOENT: "không có thư mục hay tệp ấy",
    errno.EISDIR: "đó là một thư mục, không phải tệp",
    errno.ENOTDIR: "trên đường dẫn có một tệp không phải thư mục",
}


def reason(error: OSError) -> str:
    """Return the reason of an OS error, in Vietnamese for the usual ones."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
