-- Which large commitments of money has the reader most likely read right?
-- `certainty` is estimated, see docs/certainty.md; the weaker the claim, the more its `quote` wants reading.
SELECT from_partners, to_partners, kind, value, unit, certainty, source_count, commitment_key AS rests_on
FROM commitments WHERE measure = 'money' AND certainty >= 0.7 ORDER BY amount_usd DESC NULLS LAST, commitment_key
