"""The same inputs give the same bits on every Python, where no exp, tanh, log or erf of the platform is involved.

The bits are stored.  They are those of IEEE 754 doubles rounded once in every operation, in the order of the
equations: a number type that rounds exact fractions gives them too.
"""

import unittest
from fractions import Fraction

from tests.generators import flat
from backprop_ref import Example, Layer, Network, gradient_step


def network():
    """Every rational activation, a shared bias, decimals that no double has exactly."""
    return Network([
        Layer([[0.1, -0.7], [0.3, 0.9], [-1.1, 0.2]], [0.05, -0.15, 0.35], "softsign"),
        Layer([[0.6, -0.4, 1.3], [-0.8, 0.7, 0.1]], [0.25, -0.45], "leaky_relu"),
        Layer([[1.7, -0.3], [-0.9, 0.55]], [0.65], "relu", True),
        Layer([[0.35, 1.9], [1.1, -0.6]], [-0.2, 0.4], "identity"),
    ])


EXAMPLES = [Example([0.3, -1.7], [0.1, 0.9]), Example([1.1, 0.6], [-0.3, 0.7]), Example([-0.9, 2.3], [1.2, -0.1])]
ALPHA = 0.3

# Of the mean of half squared errors, each list flattened.
STORED = {
    "C": """
        0x1.13346c1cf301cp+0
    """,
    "z": """
        0x1.451eb851eb852p+0 -0x1.970a3d70a3d70p+0 -0x1.47ae147ae147cp-2 0x1.083d196438472p-1 -0x1.59ff21a494223p+0
        0x1.880a75af064bfp+0 0x1.6cb78982a7b6ep-3 0x1.5944e6e560df4p-1 0x1.fa4a8a56ba590p+0 -0x1.0a3d70a3d70a3p-2
        0x1.70a3d70a3d70bp-1 -0x1.7ae147ae147b1p-1 -0x1.3031252670c94p-1 -0x1.1a04cb9dd1108p-5 0x1.47ae7e51916f1p-1
        0x1.4f70d73556f7ap-1 0x1.44d0228dbf451p+0 0x1.6bfc3d068565ap-1 -0x1.a666666666666p+0 0x1.a666666666666p+0
        0x1.ccccccccccccep+0 0x1.da2fbff72aebap-2 0x1.18b3f582f794ep-1 0x1.45d2e65bcd1aap+0 0x1.11cd7d72680e4p-1
        0x1.42f36e3337707p+0 0x1.7aaa57c2a8cc4p+0
    """,
    "a": """
        0x1.1e7307e4ef157p-1 -0x1.3a510cd973a51p-1 -0x1.f07c1f07c1f09p-3 0x1.083d196438472p-1 -0x1.bae02b1019c56p-7
        0x1.880a75af064bfp+0 0x1.6cb78982a7b6ep-3 0x1.5944e6e560df4p-1 0x1.fa4a8a56ba590p+0 -0x1.a69a69a69a699p-3
        0x1.aca6b29aca6b3p-2 -0x1.b37e875b37e8ap-2 -0x1.855da0313434dp-8 -0x1.68fbe5e8b9aecp-12 0x1.47ae7e51916f1p-1
        0x1.4f70d73556f7ap-1 0x1.44d0228dbf451p+0 0x1.6bfc3d068565ap-1 -0x1.3ecade304d487p-1 0x1.3ecade304d487p-1
        0x1.4924924924925p-1 0x1.da2fbff72aebap-2 0x1.18b3f582f794ep-1 0x1.45d2e65bcd1aap+0 0x1.11cd7d72680e4p-1
        0x1.42f36e3337707p+0 0x1.7aaa57c2a8cc4p+0
    """,
    "delta": """
        0x1.d330e0312e43ap-3 -0x1.dead9a6893facp-4 0x1.75bc42f6e79d1p+0 0x1.f4f444fdef925p+0 -0x1.c14972eb08cd3p-10
        0x1.62f1409457890p+0 0x1.c752ee311747ap-2 0x1.2611b3b22dac1p-1 0x1.13e423f053f2ap+0 -0x1.c7accda66665dp-7
        0x1.7c39cf162f664p-8 -0x1.c510e86a659c4p-8 -0x1.1a489e795a629p-6 0x1.e0dc8f43ef683p-7 0x1.1f45e06f84254p-1
        0x1.7cb1cffe006abp+1 0x1.919cef5a8c11ep+0 0x1.6575a807bfd00p-7 0x1.b9cd336648232p-2 -0x1.3e755779634b6p-2
        0x1.36d9939b04c4fp-1 0x1.de5bd296340bep+1 -0x1.f804c56f82e02p-1 0x1.c2346af24a859p+0 -0x1.a943db083f918p-1
        0x1.f807600087a80p-5 0x1.9443f15c4265ep+0
    """,
    "dC_dw": """
        -0x1.c99bda4443125p-4 0x1.96fdd9fff31d3p-3 0x1.56fee8683fd77p-4 -0x1.5e4d0aaf068f9p-3 -0x1.3ce44e34bcc95p-5
        -0x1.73e9b1ead2430p-2 -0x1.a35986cefdf81p-2 0x1.7dbf28a0b043fp-2 0x1.4a4f5a7b76aacp-1 0x1.9fb572956b809p-3
        -0x1.9d84cbb5bedbbp-3 -0x1.b3fe2adc77fbfp-3 0x1.0489b23892289p-1 0x1.42a2e076be529p-2 -0x1.d7e6cec7c839dp-5
        -0x1.3bab514e91d8ep-3 0x1.4ed574610861dp-1 0x1.8cf85a0dc3cf8p-2 0x1.38f07ce0784aep+0 0x1.643383dd08565p-2
    """,
    "dC_db": """
        0x1.b8c57e0bc80bdp-3 -0x1.201fe48f75085p-3 0x1.5f97fd3d55114p-1 0x1.e46b97e57b6adp+0 -0x1.4b96a547f06f4p-2
        0x1.0c8fd6f5c1d55p+1 0x1.784402cd1a18cp-1 0x1.c74cab13193acp-1
    """,
    "new_w": """
        0x1.1170fa570a0f9p-3 -0x1.84eca38ccbd56p-1 0x1.1979ae91c8030p-2 0x1.e712940053b13p-1 -0x1.16a10f444e3afp+0
        0x1.3c5fb5600be0ep-2 0x1.721a3a9f0c7edp-1 -0x1.060fdfb1b40a3p-1 0x1.1b40e5a0ae333p+0 -0x1.b8c73564ce767p-1
        0x1.8569f5ada183ap-1 0x1.4f990cdbbd986p-3 0x1.8c1e8baab6e05p+0 -0x1.93fda9bd3918cp-2 -0x1.c3f3ac1f743efp-1
        0x1.314672e5e489ep-1 0x1.3affdabec2bddp-3 0x1.c8a092d891507p+0 0x1.776fb512eb066p-1 -0x1.68a153c78e0cfp-1
    """,
    "new_b": """
        -0x1.dd4d90388d058p-7 -0x1.b98676dd202e3p-4 0x1.26e336833384ep-3 -0x1.454de979c74d0p-2 -0x1.6952ce6a6b11ep-2
        0x1.50d2f4bc86680p-6 -0x1.ae8f34e1760eep-2 0x1.10d732b5e1b9ap-3
    """,
}


def fields(step):
    return {
        "C": [step.C], "z": step.z, "a": step.a, "delta": step.delta, "dC_dw": step.dC_dw, "dC_db": step.dC_db,
        "new_w": [layer.w for layer in step.network.layers], "new_b": [layer.b for layer in step.network.layers],
    }


class Rounded:
    """A double whose every operation is done in fractions and rounded once, to the nearest, ties to even."""

    def __init__(self, value):
        self.value = float(value)

    def _of(self, other):
        return Fraction(other.value if isinstance(other, Rounded) else other)

    def __add__(self, other):
        return Rounded(Fraction(self.value) + self._of(other))

    __radd__ = __add__

    def __sub__(self, other):
        return Rounded(Fraction(self.value) - self._of(other))

    def __mul__(self, other):
        return Rounded(Fraction(self.value) * self._of(other))

    __rmul__ = __mul__

    def __truediv__(self, other):
        return Rounded(Fraction(self.value) / self._of(other))

    def __rtruediv__(self, other):
        return Rounded(self._of(other) / Fraction(self.value))

    def __abs__(self):
        return Rounded(abs(self.value))

    def __gt__(self, other):
        return self.value > self._of(other)

    def __ge__(self, other):
        return self.value >= self._of(other)

    def is_finite(self):
        return True


class TheSameBits(unittest.TestCase):
    def test_a_step_in_floats_gives_the_stored_bits(self):
        found = fields(gradient_step(network(), EXAMPLES, ALPHA))
        self.assertEqual(set(STORED), set(found))
        for name, value in found.items():
            self.assertEqual(STORED[name].split(), [number.hex() for number in flat(value)], name)

    def test_rounding_exact_fractions_once_in_each_operation_gives_the_stored_bits(self):
        examples = [example.map(Rounded) for example in EXAMPLES]
        found = fields(gradient_step(network().map(Rounded), examples, Rounded(ALPHA)))
        for name, value in found.items():
            self.assertEqual(STORED[name].split(), [number.value.hex() for number in flat(value)], name)

    def test_the_stored_bits_are_near_the_exact_values_but_not_equal(self):
        found = fields(gradient_step(network().map(Fraction), [e.map(Fraction) for e in EXAMPLES], Fraction(ALPHA)))
        differ = 0
        for name, value in found.items():
            for exact, stored in zip(flat(value), STORED[name].split()):
                error = abs(exact - Fraction(float.fromhex(stored)))
                differ += error > 0
                self.assertLess(error, Fraction(1, 10**14), name)  # some thirty roundings of numbers below 8
        self.assertGreater(differ, 50, "rounding shows, or this test says nothing of its order")

    def test_another_order_would_give_other_bits(self):
        backwards = Network([
            Layer([w_j[::-1] for w_j in layer.w] if l == 0 else layer.w, layer.b, layer.activation, layer.shared_bias)
            for l, layer in enumerate(network().layers)
        ])
        examples = [Example(example.x[::-1], example.y) for example in EXAMPLES]
        found = fields(gradient_step(backwards, examples[::-1], ALPHA))
        self.assertNotEqual(STORED["dC_db"].split(), [number.hex() for number in flat(found["dC_db"])])


if __name__ == "__main__":
    unittest.main()
