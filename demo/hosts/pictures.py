#!/usr/bin/python3
"""Writes the shop's static files: a page and pictures of incompressible noise.

pictures.py FOLDER
"""

import pathlib
import random
import sys

PICTURES = {"thumb": 9_000, "front": 60_000, "side": 140_000, "large": 420_000}

root = pathlib.Path(sys.argv[1])
(root / "img").mkdir(parents=True)
(root / "index.html").write_text("<!doctype html><title>The shop</title>" + "<p>Fine things.</p>" * 150)
noise = random.Random(1)
for name, size in PICTURES.items():
    (root / "img" / f"{name}.jpg").write_bytes(noise.randbytes(size))
