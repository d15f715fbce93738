NAMES = {}
SAID = {}
