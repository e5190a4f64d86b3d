-- What the release says of itself: its number, its size and the days that its articles span.
SELECT r.number, r.digest, a.articles, a.oldest, a.newest,
    (SELECT count(DISTINCT source_key) FROM fact_claim) AS sources, (SELECT count(*) FROM fact_claim) AS claims,
    (SELECT count(*) FROM fact_commitment) AS commitments,
    (SELECT count(DISTINCT partner_key) FROM bridge_commitment_partner WHERE partner_key <> -1) AS partners,
    (SELECT count(*) FROM claim_conflicts) AS conflicts
FROM release AS r CROSS JOIN (
    SELECT count(*) AS articles, min(published) AS oldest, max(published) AS newest FROM dim_article WHERE article_key <> -1 AND is_current
) AS a
