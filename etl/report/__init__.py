"""The report: one HTML file of a release that opens without a network, a server or scripts.

Belongs here: asking the release (`reading`), words and numbers of a language (`words`), what the page says (`overview`,
`rows`, `sentences`), pictures (`pictures`), the page itself (`page`). Stays out: the SQL (`sql/report`), arguments
(`cli_report`).
"""
