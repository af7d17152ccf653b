"""From an export file to immutable Parquet: reading, checking, writing. No Django in here.

The way of a file: ``source`` (what is this file, byte by byte), ``statement`` (one SQL statement from its cells to facts and
problems, after ``notations``), ``conversion`` (run it and write what comes out). A file whose structure is damaged goes
through ``records`` first, slower but line by line.
"""
