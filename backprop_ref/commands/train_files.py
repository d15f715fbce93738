"""The files of ``train``: what it reads, and whether it may write what it is to write.

    must_be_writable  before anything is trained
    load_table        the table that an argument names
    load_model        the model that is resumed
    save              a model that must not be lost
"""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace

from ..terminal import BadUsage, not_opened
from ..training import Model, Table, read_model, read_table, write_whole

A_MODEL = "a model that train --save has written"


def must_be_writable(args: Namespace) -> None:
    """BadUsage, before anything is trained, where a file could not be written, or for what does not go together."""
    for option in ("save", "page", "case"):
        path = getattr(args, option)
        if path is None:
            continue
        if not path:
            raise BadUsage(f"--{option}: found '', expected the name of a file")
        folder = os.path.dirname(os.path.abspath(path))
        if not os.path.isdir(folder):
            raise BadUsage(f"--{option} {path}: found no folder {folder}, expected one")
        if os.path.isdir(path) or not os.access(folder, os.W_OK):
            raise BadUsage(f"--{option} {path}: cannot be written there, expected a file in a folder that you can "
                           f"write to")
        if args.folds is not None:
            none = f"of the {args.folds} networks none is kept"
            raise BadUsage(f"--{option}: found with --folds, expected one of them ({none})")
        _must_be_its_own(args, option, path)
    if args.folds is not None and args.mistake is not None:
        raise BadUsage("--mistake: found with --folds, expected one of them")


def _must_be_its_own(args: Namespace, option: str, path: str) -> None:
    """BadUsage for a file to be written that is the data, another to be written, or, but for --save, the model.

    A device or a pipe may be named twice.
    """
    file = os.path.realpath(path)
    if os.path.exists(file) and not os.path.isfile(file):
        return
    others = [("DATA.csv", args.data if args.data != "-" and os.path.exists(args.data) else None)]
    others += [(f"--{name}", getattr(args, name)) for name in ("save", "page", "case") if name != option]
    if option != "save":
        others.append(("--resume", args.resume))
    for name, other in others:
        if other is not None and os.path.normcase(os.path.realpath(other)) == os.path.normcase(file):
            raise BadUsage(f"--{option} {path}: found the same file as {name}, expected one of its own")


def load_table(args: Namespace, source: str) -> Table:
    """The table that an argument names, read as the options say."""
    header = None if args.header is None else args.header == "yes"
    if source != "-":
        try:
            return read_table(source, delimiter=args.delimiter, header=header)
        except OSError as error:
            raise not_opened(error, source, "a table (xor and iris are bundled)") from None
    if sys.stdin is None:
        raise BadUsage("standard input is closed")
    return read_table(sys.stdin.buffer, "standard input", args.delimiter, header)


def load_model(path: str) -> Model:
    """The model in a file."""
    try:
        with open(path, "rb") as file:
            return read_model(file.read(), path)
    except OSError as error:
        raise not_opened(error, path, A_MODEL) from None


def save(path: str, text: str) -> None:
    """Write a model; where that fails, write it where temporary files go, and say so: what was learned is not lost."""
    try:
        write_whole(path, text)
    except OSError as error:
        handle, beside = tempfile.mkstemp(prefix="backprop-ref-", suffix=".json")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        raise BadUsage(f"{path}: {error.strerror or error}; the model was written to {beside} instead") from None
