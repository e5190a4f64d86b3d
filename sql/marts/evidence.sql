-- Every commitment with the claims that support it, their quotes, spans and articles. Grain: one claim.
-- `agrees` tells whether the claim's figure agrees with the headline.
CREATE VIEW evidence AS
SELECT
    c.commitment_key, c.commitment_id, f.claim_key, f.value, f.unit, f.bound, f.status, f.from_partners, f.to_partners, f.announced,
    g.agrees, f.joined_by, a.published, s.source, a.article, a.url, f.quote, f.char_start, f.char_end,
    trim(regexp_replace(substr(a.text, greatest(f.char_start - 100, 0) + 1, f.char_end - greatest(f.char_start - 100, 0) + 100), '\s+', ' ', 'g')) AS context
FROM fact_claim AS f
JOIN fact_commitment AS c USING (commitment_key)
JOIN fact_figure AS g ON g.commitment_key = f.commitment_key AND g.value = f.value AND g.unit = f.unit AND g.bound = f.bound
JOIN dim_article AS a USING (article_key)
JOIN dim_source AS s USING (source_key);
COMMENT ON VIEW evidence IS 'From numbers to sentences and back; grain: one claim';
