"""python -m backprop_ref"""

import gc
import sys

gc.set_threshold(100_000, 10, 10)  # a command is short, and hardly anything in it refers to itself: a tenth of its time

from backprop_ref.commands import main  # noqa: E402  # the modules that it loads are what there is most of

if __name__ == "__main__":
    sys.exit(main())
