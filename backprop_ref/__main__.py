"""python -m backprop_ref"""

import sys

from backprop_ref.commands import main

if __name__ == "__main__":
    sys.exit(main())
