-- What one release says of itself, with its largest counts.
SELECT r.number, r.digest, r.rules, r.reference, r.extractor, (SELECT count(*) - 1 FROM dim_article) AS articles,
    (SELECT count(*) FROM fact_claim) AS claims, (SELECT count(*) FROM fact_commitment) AS commitments
FROM release AS r
