"""The walk under a debugger: breakpoints and the command ``step`` (docs/debugger.md)."""
