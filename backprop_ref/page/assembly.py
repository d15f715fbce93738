"""The page from its files: styles and scripts inline, allowed by their hashes alone, and the case as data.

    classroom     the page of a network and its examples
    page_of       the page of a case
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from html import escape

from .. import __version__
from ..activations import SOFTMAX
from ..admission import shown
from ..cases import Case, case_object
from ..costs import HALF_SQUARED_ERROR
from ..door import RULES, admitted_examples, admitted_rate, must_be_computable
from ..network import Example, Network
from ..numerals import Any, Number, Sequence
from .document import document_of

HERE = os.path.dirname(os.path.abspath(__file__))

STYLES = ("colours", "page", "drawing", "equation", "panels", "learning", "document")

ARITHMETIC = ("numerals", "equations", "activations", "costs", "passes", "door")  # as node runs them, byte by byte

# The tables, each in its script, in which an activation or a cost of a page has to stand.
NOTATION = "notation.js"
OF_ACTIVATIONS = [("activations.js", "backprop.ACTIVATIONS"), (NOTATION, "const SIGMA"), (NOTATION, "const SLOPE")]
OF_COSTS = [("costs.js", "backprop.COSTS"), (NOTATION, "const COST")]

# In the order in which they run: each uses only what stands before it, or what is there when the page is.
SCRIPTS = (
    *ARITHMETIC,
    "dom", "figures", "json", "case", "changes",
    "along", "words", "notation", "records", "walk", "links",
    "state",
    "mathml", "number_field", "geometry", "shown_numbers", "nodes", "edges", "hand", "drawing",
    "panels", "equation", "change", "bias_plot", "bias",
    "random", "mistakes", "datasets", "learning", "plots", "regions", "learning_setup", "learning_pictures",
    "learning_view",
    "inspector", "moving", "help", "files", "address", "lessons", "print",
    "main",
)


def classroom(
    network: Network,
    examples: Sequence[Example],
    alpha: Number | None = None,
    cost: str = HALF_SQUARED_ERROR,
    reduction: str = "mean",
    name: str = "network",
) -> str:
    """The text of a page, to be written to a file and opened in a browser.

    It takes what gradient_step takes, and a name for the heading.  Raises ValueError, with place, found and expected,
    for what does not fit.

    >>> from backprop_ref import Example, Network
    >>> page = classroom(Network.random([2, 3, 1]), [Example([0.05, 0.10], [0.99])], alpha=0.5)
    >>> page.splitlines()[0]
    '<!DOCTYPE html>'
    """
    in_doubles = network.map(float) if isinstance(network, Network) else network
    must_be_computable(in_doubles, cost, RULES, reduction)
    if not isinstance(name, str) or not name:
        raise ValueError(f"name: found {shown(name)}, expected a text")
    admitted = admitted_examples(network, examples)
    rate = None if alpha is None else admitted_rate(network, alpha)
    return page_of(Case(name, network, admitted, rate, cost, reduction))


def page_of(case: Case) -> str:
    """The page of a case: the same case gives the same bytes.

    ValueError for an activation or a cost that the page's own scripts do not have.
    """
    for l, layer in enumerate(case.network.layers):
        _must_be_on_the_page(layer.activation, f"layers[{l}].activation", OF_ACTIVATIONS)
    _must_be_on_the_page(case.cost, "cost", OF_COSTS)
    styles = [_with_tabs(_read(f"{name}.css")) for name in STYLES]
    scripts = [_read(f"{name}.js") if name in ARITHMETIC else _with_tabs(_read(f"{name}.js"), 1) for name in SCRIPTS]
    parts = {
        "policy": _policy(styles, scripts),
        "generator": escape(f"backprop-ref {__version__}"),
        "title": escape(f"{case.id} – backpropagation"),
        "styles": "\n".join(f"<style>{text}</style>" for text in styles),
        "document": document_of(case),
        "case": _data(_written(case)),
        "lessons": _data(lessons(), plain=True),
        "iris": _data(iris()),
        "scripts": "\n".join(f"<script>{text}</script>" for text in scripts),
    }
    page = re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], _read("page.html"))
    return page.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character cannot be written


def _must_be_on_the_page(name: str, place: str, tables: Sequence[tuple[str, str]]) -> None:
    """ValueError unless that activation or cost stands in each of these tables of the page's scripts."""
    for script, opening in tables:
        entries = _read(script).split(f"{opening} = {{\n", 1)[1].split("\n  };", 1)[0]
        known = re.findall(r"(?m)^    (\w+): ", entries)
        if name not in [*known, SOFTMAX if script == NOTATION else ""]:  # softmax has no notation of one neuron
            there = f"{opening.split()[-1].rpartition('.')[2]} of page/{script}"
            raise ValueError(f"{place}: found {name}, expected one that is also in {there}: {', '.join(known)}")


def lessons() -> list[dict[str, Any]]:
    """The lessons, in the order of their files' names."""
    folder = os.path.join(HERE, "lessons")
    names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
    return [json.loads(_read(os.path.join("lessons", name))) for name in names]


def iris() -> list[list[Any]] | None:
    """The rows of iris: four measures, and the number of the species, 0, 1 or 2."""
    path = os.path.join(HERE, os.pardir, "data", "iris.csv")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split(",") for line in file if not line.startswith("#")]
    species = sorted({line[-1] for line in lines[1:]})
    return [[*map(float, line[:-1]), species.index(line[-1])] for line in lines[1:]]


def _written(case: Case) -> dict[str, Any]:
    """The case as JSON has it; of a number type that JSON has not, in the nearest doubles."""
    if case.network.number.__module__ in ("builtins", "fractions"):
        return case_object(case)
    return case_object(case.map(float))


def _read(name: str) -> str:
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return file.read()


def _with_tabs(text: str, outer: int = 0) -> str:
    """Indented by tabs, so many levels less, without blank lines and inner comments: a sixth of the page smaller."""
    text = re.sub(r"(?m)^ +//.*\n|^\n", "", text)
    return re.sub(r"(?m)^(?:  )+", lambda blanks: "\t" * (len(blanks[0]) // 2 - outer), text)


def _data(value: Any, plain: bool = False) -> str:
    """JSON in which nothing can end the element that it stands in.  plain: with every letter as it is."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=not plain).replace("<", "\\u003c")


def _policy(styles: list[str], scripts: list[str]) -> str:
    """What the page may do: run and look as it was written, and nothing else."""
    by_hash = {"style-src": styles, "script-src": scripts}
    allowed = [f"{source} {' '.join(map(_hash, texts))}" for source, texts in by_hash.items()]
    return "; ".join(["default-src 'none'", *allowed, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
