-- Which sources tell most first, and how much do they tell alone?
SELECT source, articles, commitments, told_first, told_alone, differs_from_headline
FROM source_independence ORDER BY told_first DESC, source LIMIT 5
