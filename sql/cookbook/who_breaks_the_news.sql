-- Which sources tell most first, and how much do they tell alone?
SELECT i.source, i.articles, i.commitments, i.told_first, i.told_alone, i.differs_from_headline,
    (SELECT list(DISTINCT t.commitment_key ORDER BY t.commitment_key) FROM fact_telling AS t JOIN dim_source AS s USING (source_key) WHERE s.source = i.source) AS rests_on
FROM source_independence AS i ORDER BY i.told_first DESC, i.source LIMIT 5
