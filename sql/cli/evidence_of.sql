-- The claims behind one commitment, oldest first.
SELECT published, source, article, url, char_start, char_end, quote, context, value, unit, bound, status, agrees, joined_by, correction, anchor, certainty
FROM evidence WHERE commitment_key = $key
ORDER BY published NULLS LAST, article, char_start
