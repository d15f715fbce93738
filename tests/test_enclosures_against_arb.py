"""Enclosures are held against Arb, which proves its own: ours contains what Arb proves.

Needs python-flint, and is skipped without it.  As many random evaluations of each operation as ENCLOSURES_AGAINST_ARB
says, else 25, or 100,000 where HYPOTHESIS_PROFILE is deep; from 1,000 on it prints how much wider ours are.
"""

import math
import os
import struct
import unittest
from decimal import Decimal
from fractions import Fraction
from random import Random

from backprop_ref.numbers import Enclosure, digits
from tests import DEEP

try:
    import flint
except ImportError:
    flint = None

EVALUATIONS = int(os.environ.get("ENCLOSURES_AGAINST_ARB", 100_000 if DEEP else 25))
FEW = 1000
DIGITS, MANY = (17, 25, 50, 100), 300


def of_arb(text):
    """Ends of a ball or a number that Arb has printed exactly: mantissa · 2^exponent."""
    mantissa, exponent = text
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def ends(ball):
    """What Arb proves, as two fractions."""
    mid, rad = of_arb(ball.mid().man_exp()), of_arb(ball.rad().man_exp())
    return mid - rad, mid + rad


def any_double(draw):
    """A double, of any exponent as often as of any other; or one of everyday size, a rounded one, one near 1."""
    way = draw.randrange(6)
    if way == 0:
        while True:
            x = struct.unpack("<d", draw.getrandbits(64).to_bytes(8, "little"))[0]
            if math.isfinite(x):
                return x
    if way == 1:
        return draw.choice([-1, 1]) * (1 + draw.choice([-1, 1]) * 2.0 ** -draw.uniform(1, 52))
    if way == 2:
        return float(draw.randint(-20, 20))
    return draw.choice([-1, 1]) * 10.0 ** draw.uniform(-12, 3 if way == 3 else 1.5)


def arb(x):
    """A double or a Decimal as Arb has it: in 3,000 bits."""
    p, q = x.as_integer_ratio()
    return flint.arb(p) / q


def tail(x):
    """Φ by erfc, which does not cancel."""
    return (-x / flint.arb(2).sqrt()).erfc() / 2


FUNCTIONS = {
    "exp": lambda x: x.exp(),
    "expm1": lambda x: x.expm1(),
    "ln": lambda x: x.log(),
    "log1p": lambda x: x.log1p(),
    "tanh": lambda x: x.tanh(),
    "normal_cdf": tail,
    "normal_pdf": lambda x: (-x * x / 2).exp() / (2 * flint.arb.pi()).sqrt(),
}
OPERATORS = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
}


LOGARITHMS = {"ln": 0, "log1p": 1}  # x > −this
FAR = {"exp", "expm1", "normal_pdf", "normal_cdf"}


class Widths:
    """How much wider ours are: their width in units of the last digit set."""

    def __init__(self):
        self.units = []

    def add(self, x, precision):
        true = max(abs(x.low), abs(x.high))
        if true and x.low != x.high and true.is_finite():
            self.units.append(float((Fraction(x.high) - Fraction(x.low)) / Fraction(true) * Fraction(10) ** precision))

    def __str__(self):
        units = sorted(self.units) or [0.0]
        at = [units[int(len(units) * share)] for share in (0.5, 0.99)]
        return f"median {at[0]:.2g}, of 99 in 100 {at[1]:.2g}, at most {units[-1]:.2g} units of the last digit"


@unittest.skipUnless(flint, "needs python-flint")
class EnclosuresContainWhatArbProves(unittest.TestCase):
    def setUp(self):
        before = flint.ctx.prec
        self.addCleanup(setattr, flint.ctx, "prec", before)

    def compare(self, ours, proved, what, precision, widths):
        """Both contain the truth, and Arb's has four times the digits, so ours contains all of it or lies within."""
        given = ours()
        x = given.written_out()
        low, high = ends(proved)
        if x.low.is_finite():
            self.assertLessEqual(Fraction(x.low), high, what)
        else:
            self.assertEqual(Decimal("-Infinity"), x.low, what)
        if x.high.is_finite():
            self.assertGreaterEqual(Fraction(x.high), low, what)
        else:
            self.assertEqual(Decimal("Infinity"), x.high, what)
        if widths is not None and given.power is None:
            widths.add(x, precision)

    def held(self, name, one):
        widths = Widths()
        for seed in range(EVALUATIONS):
            draw = Random(f"{name} {seed}")
            precision = draw.choice(DIGITS) if seed % 50 else MANY
            flint.ctx.prec = int(precision * 3.33) * 4 + 400
            with digits(precision, last=True):
                one(draw, precision, widths)
        if EVALUATIONS >= FEW:
            print(f"\n{name}: {widths if widths.units else 'contained'}", end="", flush=True)

    def test_functions(self):
        for name, function in FUNCTIONS.items():
            def one(draw, precision, widths):
                x = any_double(draw)
                if name in LOGARITHMS and not x > -LOGARITHMS[name]:
                    x = 2.0**-30 - x
                what = f"{name}({x!r}) with {precision} digits"
                found = getattr(Enclosure(Decimal(x)), name)()
                if name in FAR and abs(x) > 1e4:
                    self.far(name, x, found, what, precision)
                else:
                    self.compare(lambda: found, function(arb(x)), what, precision, widths)

            self.held(name, one)

    def far(self, name, x, found, what, precision):
        """Where the exponent has more digits than Arb's ends can be written out with: the logarithm, or its sign."""
        if name == "exp" or name == "normal_pdf":
            log = arb(x) if name == "exp" else -arb(x) * arb(x) / 2 - (2 * flint.arb.pi()).log() / 2
            self.compare(found.ln, log, what, precision, None)
        elif x > 0 and name == "expm1":
            self.assertLessEqual(Enclosure(found.low).ln().low, Decimal(x), what)
            self.assertGreaterEqual(Enclosure(found.high).ln().high, Decimal(x), what)
        else:  # just above −1 or 0, or just below 1
            limit = -1 if name == "expm1" else 0 if x < 0 else 1
            beside = Decimal(10) ** -1000 * (-1 if x > 0 else 1)
            self.assertTrue(min(limit, limit + beside) <= found.low <= max(limit, limit + beside) or found.low <= limit)
            self.assertTrue(found.low <= limit <= found.high and (found.high > limit or x > 0), what)

    def test_arithmetic(self):
        for name, function in OPERATORS.items():
            def one(draw, precision, widths):
                x, y = any_double(draw), any_double(draw)
                if y == 0 and name == "/":
                    return
                what = f"{x!r} {name} {y!r} with {precision} digits"
                ours = lambda: function(Enclosure(Decimal(x)), Enclosure(Decimal(y)))  # noqa: E731
                self.compare(ours, function(arb(x), arb(y)), what, precision, widths)

            self.held(name, one)

    def test_intervals(self):
        """Operations on enclosures that are wide already: all of the image of what lies between."""
        for name, function in {**FUNCTIONS, **OPERATORS}.items():
            def one(draw, precision, widths):
                (a, b), (c, d) = (sorted(draw.uniform(-20, 20) for _ in range(2)) for _ in range(2))
                b = draw.choice([b, a + 1e-9, a * (1 - 1e-30)]) if draw.random() < 0.5 and a > 0 else b
                inner = [Decimal(t) for t in (min(a, b), max(a, b), draw.uniform(min(a, b), max(a, b)))]
                if name in OPERATORS:
                    if name == "/" and c <= 0 <= d:
                        return
                    found = function(Enclosure(*inner[:2]), Enclosure(Decimal(c), Decimal(d)))
                    y = draw.choice([c, d, draw.uniform(c, d)])
                    x = inner[draw.randrange(3)]
                    self.compare(lambda: found, function(arb(x), arb(y)), name, precision, None)
                elif inner[0] > -LOGARITHMS.get(name, 100):
                    x = inner[draw.randrange(3)]
                    found = getattr(Enclosure(*inner[:2]), name)()
                    self.compare(lambda: found, function(arb(x)), f"{name} of {inner}", precision, None)

            self.held(f"{name} of intervals", one)


if __name__ == "__main__":
    unittest.main()
