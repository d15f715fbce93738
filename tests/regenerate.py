"""Write what is generated, once more: the bundled cases, their exact results, the schemas, the tables in
docs/format.md and docs/equations.md, and the page of mistakes.

    python -m tests.regenerate

The tests make the same and compare: what lies in the repository is what this writes.
"""

from __future__ import annotations

import pathlib

from tests import bundled, page_of_mistakes, schemas, tables

ROOT = pathlib.Path(__file__).resolve().parent.parent


def vectors():
    """The files of the bundled cases: path → text."""
    cases, results = bundled.lines()
    package = ROOT / "backprop_ref" / "cases"
    return {package / "vectors.jsonl": cases, package / "vector_results.jsonl": results}


def pages():
    """The generated pages: path → text."""
    written = {ROOT / "docs" / name: text for name, text in schemas.written().items()}
    for page in (ROOT / "docs" / "format.md", ROOT / "docs" / "equations.md"):
        written[page] = tables.in_page(page.read_text(encoding="utf-8"))
    return {**written, ROOT / "docs" / "mistakes.md": page_of_mistakes.page()}


def main():
    for make in (vectors, pages):  # in this order: the page has a table of the cases
        for path, text in make().items():
            path.write_bytes(text.encode("utf-8"))
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
