"""Where articles come from: one module a kind of source, all yield Article or Rejection."""
