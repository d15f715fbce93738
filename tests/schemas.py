"""The JSON Schemas (2020-12) of a case, a result and a verdict, with the names that the tables of the code have.

``python -m tests.regenerate`` writes them to docs/*.schema.json.  What a schema cannot say is listed in docs/format.md.
"""

from __future__ import annotations

import json

from backprop_ref import ACTIVATIONS, COSTS
from backprop_ref.activations import SOFTMAX
from backprop_ref.costs import HALF_SQUARED_ERROR
from backprop_ref.door import RULES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LARGEST = 1.7976931348623157e308  # the largest double
HEXADECIMAL = r"[+-]?0[xX]([0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)([pP][+-]?[0-9]+)?"
FRACTION = r"[+-]?[0-9]{1,4000}/(?=[0-9]{1,4000}$)0*[1-9][0-9]*"
DECIMAL = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"

A_NUMBER = {"$ref": "#/$defs/number"}
FIELDS = {  # of a result: name → its schema and what it is
    "weight_gradients": ("per_weight", "∂C/∂w_jk at [l][j][k], reduced over the examples"),
    "bias_gradients": ("per_bias", "∂C/∂b_j at [l][j], reduced over the examples; one number for a shared bias"),
    "cost": ("number", "C, reduced over the examples"),
    "outputs": ("rows", "[i][j]: the last layer's activations for example i"),
    "weighted_sums": ("per_neuron", "[i][l][j]: z of example i"),
    "activations": ("per_neuron", "[i][l][j]: a of example i"),
    "deltas": ("per_neuron", "[i][l][j]: δ = ∂C/∂z of example i alone"),
    "new_weights": ("per_weight", "the weights after one update with learning_rate"),
    "new_biases": ("per_bias", "the biases after one update with learning_rate"),
}


def listed(items, description="", least=1):
    """A list of at least so many items."""
    schema = {"type": "array", "items": items, "minItems": least}
    return {"description": description, **schema} if description else schema


def object_of(properties, required, **more):
    """An object with these fields and no other."""
    closed = {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
    return {**closed, **more}


def text(description):
    return {"description": description, "type": "string"}


def count(description):
    return {"description": description, "type": "integer", "minimum": 0}


# ---- a case ----------------------------------------------------------------------------------


def case():
    """A gradient step to be computed: what ``read_case`` reads."""
    a_text = {"type": "string", "pattern": f"^({HEXADECIMAL}|{FRACTION})$"}
    row = listed(A_NUMBER)
    softmax = {"properties": {"activation": {"const": SOFTMAX}}, "required": ["activation"]}
    layer = object_of(
        {
            "weights": listed(row, "w_jk at [j][k]: from neuron k of the layer before to neuron j"),
            "biases": listed(A_NUMBER, "b_j, one for each neuron; a single one if shared_bias is true"),
            "shared_bias": {"description": "do all neurons of the layer use one bias?", "type": "boolean",
                            "default": False},
            "activation": {"description": "softmax: in the output layer only", "enum": list(ACTIVATIONS)},
        },
        ["weights", "biases", "activation"],
    )
    layer["if"] = {"properties": {"shared_bias": {"const": True}}, "required": ["shared_bias"]}
    layer["then"] = {"properties": {"biases": {"maxItems": 1}}}
    example = object_of({"x": listed(A_NUMBER, "the input"), "y": listed(A_NUMBER, "its target")}, ["x", "y"])
    layers = listed({"$ref": "#/$defs/layer"}, "from the first hidden layer to the output layer")
    layers.update({"contains": softmax, "minContains": 0, "maxContains": 1})
    rate = {"description": "α; without it no update is computed",
            "anyOf": [{"type": "number", "minimum": 0, "maximum": LARGEST}, a_text]}
    fields = {
        "version": {"description": "of the format", "const": 1, "default": 1},
        "id": {"description": "a name, unique in its file", "type": "string", "minLength": 1},
        "note": text("for people; no effect"),
        "flags": listed({"type": "string"}, "for people; no effect", least=0),
        "layers": layers,
        "cost": {"description": "C of one example", "enum": list(COSTS), "default": HALF_SQUARED_ERROR},
        "learning_rate": rate,
        "reduction": {"description": "over the examples", "enum": list(RULES.reductions), "default": "mean"},
        "examples": listed({"$ref": "#/$defs/example"}),
    }
    number = {
        "description": "a JSON number, or a text with a hexadecimal float or a fraction",
        "anyOf": [{"type": "number", "minimum": -LARGEST, "maximum": LARGEST}, a_text],
    }
    return {
        "$schema": DIALECT, "title": "A case: one gradient step to be computed",
        **object_of(fields, ["id", "layers", "examples"]),
        "$defs": {"number": number, "layer": layer, "example": example},
    }


# ---- a result --------------------------------------------------------------------------------


def result():
    """What an implementation answers to a case."""
    rows = {"$ref": "#/$defs/rows"}
    fields = {name: {"description": words, "$ref": f"#/$defs/{shape}"} for name, (shape, words) in FIELDS.items()}
    number = {
        "description": "a JSON number, or a text with a decimal or hexadecimal float",
        "anyOf": [
            {"type": "number", "minimum": -LARGEST, "maximum": LARGEST},
            {"type": "string", "pattern": f"^({DECIMAL}|{HEXADECIMAL})$"},
        ],
    }
    answered = {
        "properties": {"id": {"description": "that of the case", "type": "string", "minLength": 1}, **fields},
        "anyOf": [{"required": [name]} for name in fields],
    }
    declined = {
        "properties": {
            "error": text("why the case was declined or refused; no other field counts then"),
            "id": {"description": "that of the case; null if the line was refused and it could not be read",
                   "type": ["string", "null"]},
            "line": {"description": "the line that was refused, counted from 1", "type": ["integer", "null"],
                     "minimum": 1},
        },
        "required": ["error"],
    }
    return {
        "$schema": DIALECT, "title": "A result: what an implementation computed for a case", "type": "object",
        "required": ["id"],
        "if": {"required": ["error"]}, "then": declined, "else": answered,
        "$defs": {
            "number": number, "rows": listed(listed(A_NUMBER)),
            "per_bias": listed(listed(A_NUMBER), "a list for each layer"),
            "per_weight": listed(rows, "one list for each layer, with a row for each neuron"),
            "per_neuron": listed(rows, "one list for each example, with one for each layer"),
        },
    }


# ---- the verdict -----------------------------------------------------------------------------


def verdict():
    """The object that ``check --json`` prints."""
    diagnosis = object_of(
        {
            "mistake": {"description": "a name; unnamed if none fits", "type": "string", "minLength": 1},
            "kind": {"enum": ["equation", "procedure", "convention", "precision", "transport"]},
            "equation": {"description": "such as 14 or 8/9; null if it breaks none", "type": ["string", "null"]},
            "explanation": text("what was done and what is right"),
            "evidence": text("the numbers that show it"),
            "cases": count("how many cases it explains"),
        },
        ["mistake", "kind", "equation", "explanation", "evidence", "cases"],
    )

    def names(of, what):
        return {"description": what, "type": "array", "items": {"enum": list(of)}, "uniqueItems": True}

    def largest(what):
        return {"description": what, "type": ["number", "null"], "minimum": 0}

    place = {"type": ["string", "null"]}
    covered = object_of(
        {
            "cases": count("how many were judged"), "values": count("how many were judged"),
            "fields": names(FIELDS, "of results"), "activations": names(ACTIVATIONS, "of the cases judged"),
            "costs": names(COSTS, "of the cases judged"), "reductions": names(RULES.reductions, "of the cases judged"),
            "missing": listed({"type": "string"}, "what was never judged", least=0),
            "largest_error_ulps": largest("in doubles or singles from the correctly rounded value"),
            "largest_error_at": place, "largest_share_of_bound": largest("the largest error as a share of its bound"),
            "largest_share_at": place, "measured": count("in how many cases these were searched for"),
        },
        [],
    )
    judged = {"verdict": {"const": "pass"}}
    return {
        "$schema": DIALECT, "title": "The verdict of check --json",
        **object_of(
            {
                "verdict": {"enum": ["pass", "fail", "error"]},
                "cases": count("how many there were"), "failed": count("of these"), "declined": count("of these"),
                "precision": {"description": "null if nothing was judged", "enum": ["double", "single", None]},
                "diagnoses": listed({"$ref": "#/$defs/diagnosis"}, "the most telling first", least=0),
                "covered": {"description": "what the verdict is based on; empty if nothing was judged",
                            "$ref": "#/$defs/covered"},
                "notes": listed({"type": "string"}, "worth knowing, but not faults", least=0),
            },
            ["verdict", "cases", "failed", "declined", "precision", "diagnoses", "covered", "notes"],
        ),
        "allOf": [
            {"if": {"properties": {"verdict": {"const": "fail"}}},
             "then": {"properties": {"diagnoses": {"minItems": 1}}},
             "else": {"properties": {"diagnoses": {"maxItems": 0}}}},
            {"if": {"properties": judged},
             "then": {"properties": {"precision": {"type": "string"}, "covered": {"required": ["cases", "values"]}}}},
        ],
        "$defs": {"diagnosis": diagnosis, "covered": covered},
    }


def written():
    """The text of every file, by its name."""
    made = {"case": case(), "result": result(), "check": verdict()}
    return {
        f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in made.items()
    }
