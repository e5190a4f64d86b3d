-- Who delivers how many chips to whom?
SELECT from_partners, to_partners, value AS chips, bound, status, commitment_key AS rests_on
FROM commitments WHERE measure = 'chips' AND is_additive ORDER BY value DESC, commitment_key
