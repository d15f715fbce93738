"""Little programs under test, right and wrong ones, that the tests of ``check`` run."""
