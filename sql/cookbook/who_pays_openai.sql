-- Who has put money into OpenAI?
SELECT from_partners, value, unit, bound, kind, status, first_told, commitment_key AS rests_on
FROM commitments WHERE list_contains(to_partners, 'OpenAI') AND measure = 'money' AND is_additive
ORDER BY amount_usd DESC, commitment_key
