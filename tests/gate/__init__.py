"""The accuracy gate: what the extractor must reach on annotated articles."""
