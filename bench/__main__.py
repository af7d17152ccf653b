"""``make bench``: every benchmark, one after the other. Ratios are within one run; seconds depend on the machine."""

import sys

from bench import import_csv

if __name__ == "__main__":
    import_csv.main(sys.argv[1:])
