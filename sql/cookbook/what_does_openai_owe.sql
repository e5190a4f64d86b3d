-- What has OpenAI promised to pay, to whom, and how sure is the figure?
SELECT to_partners, value, low, high, unit, bound, status, announced, source_count, commitment_key AS rests_on
FROM commitments WHERE list_contains(from_partners, 'OpenAI') AND measure = 'money' AND is_additive
ORDER BY amount_usd DESC, commitment_key
