-- The claims that most need a reader, first those whose figure does not agree with what others tell, then those that name one
-- side only, then those of one source.
SELECT f.anchor
FROM fact_claim AS f
JOIN fact_commitment AS c USING (commitment_key)
JOIN fact_figure AS g ON g.commitment_key = f.commitment_key AND g.value = f.value AND g.unit = f.unit AND g.bound = f.bound
ORDER BY g.agrees, len(f.from_partners) > 0 AND len(f.to_partners) > 0, c.source_count, f.anchor
LIMIT $limit
