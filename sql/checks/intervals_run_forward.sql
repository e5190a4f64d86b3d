-- An interval that ends before it begins: it would match no day at all.
-- severity: block
SELECT claim_key, start_from, start_to, end_from, end_to FROM fact_claim
WHERE start_from > start_to OR end_from > end_to;
