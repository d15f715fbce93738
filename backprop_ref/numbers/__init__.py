"""Numbers that can be trusted to the last bit: exact results and derived bounds (docs/numbers.md)."""
