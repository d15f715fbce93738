"""A verdict on another implementation, and the name of its mistake (docs/verify.md)."""
