"""A file written completely or not at all."""

from __future__ import annotations

import os
import tempfile


def write_whole(path: str, text: str) -> None:
    """Write a text, in UTF-8, beside the file and put it in its place; where that fails, what was there stays.

    Raises OSError, with the path.
    """
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.isdir(path):
        raise IsADirectoryError(21, "found a directory, expected a file", path)
    target = os.path.realpath(path)  # a link stays a link
    if os.path.exists(target) and not os.path.isfile(target):  # a device or a pipe: nothing there to keep
        with open(target, "wb") as file:
            file.write(text.encode("utf-8"))
        return
    try:
        handle, beside = tempfile.mkstemp(prefix=".", suffix=".part", dir=os.path.dirname(target) or folder)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        _with_usual_rights(beside, target)
        os.replace(beside, target)
    except BaseException as error:
        try:
            os.unlink(beside)
        except OSError:
            pass
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, path) from None
        raise


def _with_usual_rights(beside: str, target: str) -> None:
    """The rights of the file that is replaced, or those that a new file gets."""
    try:
        rights = os.stat(target).st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        rights = 0o666 & ~mask
    os.chmod(beside, rights)
