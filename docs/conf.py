"""How Sphinx makes the site of these pages: `make docs`."""

project = "Dealhouse"
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {
    "description": "AI-compute commitments, every fact traced to its characters",
    "page_width": "1100px",
}
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
highlight_language = "none"
