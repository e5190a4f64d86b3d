-- Numbers of one release that must fit together: the same claims, counted in two tables.
SELECT r.number, (SELECT count(*) FROM fact_claim) AS claims, (SELECT sum(claim_count) FROM fact_commitment) AS counted,
    (SELECT sum(value) FROM fact_commitment) AS value
FROM release AS r
