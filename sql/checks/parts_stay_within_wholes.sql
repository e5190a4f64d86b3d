-- A part larger than its whole: one of the two belongs elsewhere.
-- severity: block
SELECT l.commitment_key, p.value AS part, l.other_commitment_key, w.high AS whole
FROM bridge_commitment_link AS l
JOIN fact_commitment AS p ON p.commitment_key = l.commitment_key
JOIN fact_commitment AS w ON w.commitment_key = l.other_commitment_key
WHERE l.relation IN ('part_of', 'included_in') AND (p.value > w.high OR p.unit <> w.unit);
