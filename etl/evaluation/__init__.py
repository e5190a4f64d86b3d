"""How right the extractor is: what it found in a folder, held against annotations.

Belongs here: reading annotations, scoring, showing scores. Stays out: floors (`tests/gate`) and learning (`tools`).
"""
