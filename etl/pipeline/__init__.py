"""The pipeline: what runs, in which order."""
