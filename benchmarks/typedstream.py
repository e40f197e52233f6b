"""Measure how many message texts and whole attributed strings a second one core decodes.

Usage: python benchmarks/typedstream.py [FILE ...]   (typedstream blobs; without one, a blob of one run is made)
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from phonefx.formats.typedstream import attributed, decode, text

MADE = (
    b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x19NSMutableAttributedString\x00\x84\x84\x12"
    b"NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92\x84\x84\x84\x0fNSMutableString\x01\x84\x84\x08NSString"
    b"\x01\x95\x84\x01+\x12See you at six o'k\x86\x84\x02iI\x01\x12\x92\x84\x84\x84\x0cNSDictionary\x00\x95\x84\x01i"
    b"\x01\x92\x84\x98\x98\x1d__kIMMessagePartAttributeName\x86\x92\x84\x84\x84\x08NSNumber\x00\x84\x84\x07NSValue"
    b"\x00\x95\x84\x01*\x84\x84\x01q\x9f\x00\x86\x86\x86"
)


def rate(function, blobs, seconds=1.0):
    done = 0
    start = process_time()
    while process_time() - start < seconds:
        for _ in range(20):
            for blob in blobs:
                function(blob)
        done += 20 * len(blobs)
    return done / (process_time() - start)


def main():
    blobs = [Path(name).read_bytes() for name in sys.argv[1:]] or [MADE]
    for function in (text, decode, attributed):
        print(f"{function.__name__:12}{rate(function, blobs):12,.0f} a second")


if __name__ == "__main__":
    main()
