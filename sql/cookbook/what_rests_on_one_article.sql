-- What would we lose if the article on the AWS contract were withdrawn?
SELECT effect, from_partners, to_partners, value, unit, claims_left, commitment_key AS rests_on
FROM retraction('2025-11-05-openai-aws') ORDER BY effect DESC, commitment_key
